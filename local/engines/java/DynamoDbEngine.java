import java.lang.reflect.Field;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * DynamoDB Local on the loopback address (by itself it listens on all of them).
 *
 * <p>Arguments: those of DynamoDB Local.
 */
public final class DynamoDbEngine {
  public static void main(String[] arguments) throws Exception {
    ParentWatch.start();
    DynamoDBProxyServer proxy = ServerRunner.createServerFromCommandLineArgs(arguments);
    // The proxy opens its connectors on start: they are set up here, before that.
    Field field = DynamoDBProxyServer.class.getDeclaredField("server");
    field.setAccessible(true);
    for (Connector connector : ((Server) field.get(proxy)).getConnectors()) {
      ((ServerConnector) connector).setHost("127.0.0.1");
    }
    proxy.start();
    ParentWatch.tellReady();
    proxy.join();
  }
}
