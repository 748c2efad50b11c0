package io.adaptivelb.demo.load;

/** Sends a request through whatever balances the load, without ever blocking its caller. */
public interface Sender extends AutoCloseable {
  /**
   * Sends a request of {@code work} times the mean. Called on the generator's event loop.
   *
   * @param reply told once how it ended, on the same event loop
   * @return gives the request up: frees what it occupies; the reply may or may not be told afterwards
   */
  Runnable send(double work, Reply reply);

  @Override
  void close();

  /** Takes the end of a request. */
  @FunctionalInterface
  interface Reply {
    /** The end: its outcome, and the backend that answered, or an empty name. */
    void ended(Outcome outcome, String backend);
  }
}
