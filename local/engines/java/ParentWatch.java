import java.io.IOException;

/** Ends an engine with its parent: standard input reaches its end when the parent is gone, however it went. */
final class ParentWatch {
  private ParentWatch() {}

  static void start() {
    Thread watch = new Thread(ParentWatch::haltAtEndOfInput, "parent-watch");
    watch.setDaemon(true);
    watch.start();
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
