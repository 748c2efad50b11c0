package io.adaptivelb.training;

import io.adaptivelb.heads.HeadListener;
import io.adaptivelb.prediction.Target;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Head, fold, round and error on a screen: one line that changes on a terminal, a line every tenth of the rounds elsewhere. */
final class TrainingProgress implements HeadListener {
  private final PrintWriter screen;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final long began;
  private int exported;

  TrainingProgress(PrintWriter screen, boolean terminal, LongSupplier nanoTime) {
    this.screen = screen;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
  }

  @Override
  public void round(Target target, String stage, int round, int most, double error) {
    int every = Math.max(1, most / 10);
    if (!terminal && round != 1 && round % every != 0 && round != most) {
      return;
    }
    String text = String.format(
        Locale.ROOT,
        "%-16s %-11s round %d of at most %d%s",
        target.label(),
        stage,
        round,
        most,
        Double.isNaN(error) ? "" : String.format(Locale.ROOT, ", held-out error %.5f", error));
    if (terminal) {
      screen.print("\r\033[K" + text);
    } else {
      screen.println(text);
    }
    screen.flush();
  }

  /** Which share of the examples is exported, 0…1. */
  void exported(double share) {
    int percent = (int) Math.floor(100 * share);
    if (percent <= exported || (!terminal && percent / 10 == exported / 10)) {
      return;
    }
    exported = percent;
    String text = "exported %d %%".formatted(percent);
    screen.print(terminal ? "\r\033[K" + text : text + System.lineSeparator());
    screen.flush();
  }

  /** A line between. */
  void say(String line) {
    screen.println((terminal ? "\r\033[K" : "") + line);
    screen.flush();
  }

  /** Seconds since the beginning. */
  double seconds() {
    return (nanoTime.getAsLong() - began) * 1e-9;
  }
}
