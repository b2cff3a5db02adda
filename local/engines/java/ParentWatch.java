import java.io.IOException;
import java.io.PrintStream;

/**
 * An engine's tie to the process that started it: it says when it is ready, and ends with its
 * parent, whose end of standard input closes however it went.
 */
final class ParentWatch {
  /** Kept from the start: a logger may put itself in its place. */
  private static final PrintStream OUT = System.out;

  private ParentWatch() {}

  static void start() {
    // An engine that fails on its way leaves no threads behind that keep it half alive.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          failure.printStackTrace();
          if (thread.getName().equals("main")) Runtime.getRuntime().halt(1);
        });
    Thread watch = new Thread(ParentWatch::haltAtEndOfInput, "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /**
   * Says that this engine listens. The parent trusts no answer on the port instead: it could be
   * another engine's.
   */
  static void tellReady() {
    OUT.println("tailrace: ready");
    OUT.flush();
  }

  private static void haltAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException closed) {
      System.err.println("standard input failed: " + closed);
    }
    Runtime.getRuntime().halt(0);
  }
}
