package io.adaptivelb.demo.screen;

import io.adaptivelb.demo.verdict.Figures;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** For logs and pipes: a line every few seconds. */
public final class PlainScreen implements Screen {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final PrintWriter out;
  private @Nullable Frame last;

  /** A screen that prints to {@code out}. */
  public PlainScreen(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void say(String line) {
    out.println(line);
    out.flush();
  }

  @Override
  public void show(Frame frame) {
    Frame before = last;
    if (before != null
        && before.phase().equals(frame.phase())
        && frame.elapsed().minus(before.elapsed()).compareTo(INTERVAL) < 0) {
      return;
    }
    last = frame;
    say(line(frame));
  }

  @Override
  public void close() {
    out.flush();
  }

  static String line(Frame frame) {
    Figures recent = frame.recent();
    return String.format(
        Locale.ROOT,
        "%3.0f %% %s %2d/%d s%s  p50 %s ms  p99 %s ms  errors %s  weights %s",
        frame.progress() * 100,
        frame.phase(),
        frame.elapsed().toSeconds(),
        frame.duration().toSeconds(),
        frame.measuring() ? "" : " (warming up)",
        Numbers.millis(recent.p50Millis()),
        Numbers.millis(recent.p99Millis()),
        Numbers.percent(recent.errorRatio()),
        weights(frame.rows()));
  }

  private static String weights(List<Row> rows) {
    StringJoiner weights = new StringJoiner(" ");
    for (Row row : rows) {
      weights.add(
          row.name() + "=" + row.weight() + (row.state().isEmpty() ? "" : "(" + row.state() + ")"));
    }
    return weights.toString();
  }
}
