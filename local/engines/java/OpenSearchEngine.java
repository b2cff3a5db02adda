import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One OpenSearch node on the loopback address, in a cluster of its own.
 *
 * <p>Arguments: HTTP port, base folder.
 */
public final class OpenSearchEngine {
  public static void main(String[] arguments) throws InterruptedException {
    ParentWatch.start();
    int port = Integer.parseInt(arguments[0]);
    String basePath = arguments[1];

    OpenSearchRunner runner = new OpenSearchRunner();
    runner.onBuild(
        (number, settings) -> {
          settings.put("http.port", String.valueOf(port));
          settings.put("network.host", "127.0.0.1");
          settings.put("transport.port", "0");
          // No other node is looked for: two checkouts on one machine stay apart.
          settings.put("discovery.type", "single-node");
          // As on a production domain: a missing alias is an error, never a new index.
          settings.put("action.auto_create_index", "false");
          settings.put("cluster.routing.allocation.disk.threshold_enabled", "false");
        });
    runner.setMaxHttpPort(port);
    runner.build(
        OpenSearchRunner.newConfigs()
            .basePath(basePath)
            .clusterName("tailrace-" + port)
            .numOfNode(1)
            .baseHttpPort(port - 1)
            .build());
    ParentWatch.tellReady();
    // A node's own threads are daemons.
    new CountDownLatch(1).await();
  }
}
