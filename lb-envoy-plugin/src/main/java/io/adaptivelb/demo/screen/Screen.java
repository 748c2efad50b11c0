package io.adaptivelb.demo.screen;

/** Where the demo shows how it goes. Used by one thread at a time. */
public interface Screen extends AutoCloseable {
  /** A line that stays. */
  void say(String line);

  /** The state of the running phase; replaces what was shown before. */
  void show(Frame frame);

  /** Leaves the last frame as it is. */
  @Override
  void close();
}
