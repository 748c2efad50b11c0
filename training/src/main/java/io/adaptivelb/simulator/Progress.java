package io.adaptivelb.simulator;

import java.io.PrintWriter;
import java.util.function.LongSupplier;

/**
 * How far a command is, and about how long it still takes: a bar on a terminal, a line every tenth elsewhere. Work is
 * whatever the time is proportional to. Thread-safe.
 */
public final class Progress {
  private static final int WIDTH = 30;

  private final PrintWriter screen;
  private final boolean terminal;
  private final double work;
  private final LongSupplier nanoTime;
  private final long began;
  private double done;
  private int tenths;

  /**
   * One of which nothing is done.
   *
   * @param terminal whether the screen is one
   * @param work in any unit
   */
  public Progress(PrintWriter screen, boolean terminal, double work, LongSupplier nanoTime) {
    this.screen = screen;
    this.terminal = terminal;
    this.work = work;
    this.nanoTime = nanoTime;
    began = nanoTime.getAsLong();
  }

  /** So much more is done. */
  public synchronized void done(double more) {
    done += more;
    double share = Math.clamp(done / work, 0, 1);
    int tenth = (int) (10 * share + 1e-9);
    if (!terminal && tenth == tenths) {
      return;
    }
    tenths = tenth;
    long left = share == 0 ? 0 : Math.round(seconds() * (1 - share) / share);
    String text = "%3.0f %%, about %d:%02d left".formatted(100 * share, left / 60, left % 60);
    if (terminal) {
      int filled = (int) Math.round(WIDTH * share);
      screen.printf("\r[%s%s] %s ", "█".repeat(filled), "░".repeat(WIDTH - filled), text);
    } else {
      screen.println(text);
    }
    screen.flush();
  }

  /** A line between. */
  public synchronized void say(String line) {
    screen.println(terminal ? "\r\u001b[K" + line : line);
    screen.flush();
  }

  /** Seconds since the beginning. */
  public double seconds() {
    return (nanoTime.getAsLong() - began) * 1e-9;
  }
}
