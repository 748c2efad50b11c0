package io.adaptivelb.demo.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Draws a frame as lines of text with colours. */
final class Table {
  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle BOLD = PLAIN.bold();
  private static final AttributedStyle DIM = PLAIN.faint();
  private static final AttributedStyle BAR = PLAIN.foreground(AttributedStyle.CYAN);
  private static final AttributedStyle GOOD = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle BAD = PLAIN.foreground(AttributedStyle.RED);

  private static final int BAR_WIDTH = 20;
  private static final int PROGRESS_WIDTH = 50;
  /** The weight that fills a bar: three fair shares. */
  private static final double FULL_BAR = 3_000;

  private Table() {}

  static List<AttributedString> lines(Frame frame) {
    List<AttributedString> lines = new ArrayList<>();
    lines.add(heading(frame));
    lines.add(progress(frame));
    lines.add(AttributedString.EMPTY);
    lines.add(styled(
        DIM,
        "  %-11s %6s %-20s %7s %7s %7s %7s %7s  %s"
            .formatted(
                "backend", "weight", "", "share", "p50 ms", "p99 ms", "flying", "errors",
                "state")));
    for (Row row : frame.rows()) {
      lines.add(row(row));
    }
    lines.add(new AttributedStringBuilder()
        .styled(
            BOLD,
            "  %-11s %6s %-20s %7s %7s %7s %7d %7s"
                .formatted(
                    "all",
                    "",
                    "",
                    "",
                    Numbers.millis(frame.recent().p50Millis()),
                    Numbers.millis(frame.recent().p99Millis()),
                    frame.rows().stream().mapToInt(Row::inFlight).sum(),
                    Numbers.percent(frame.recent().errorRatio())))
        .toAttributedString());
    return lines;
  }

  private static AttributedString heading(Frame frame) {
    return new AttributedStringBuilder()
        .styled(BOLD, frame.phase())
        .styled(
            DIM,
            String.format(
                Locale.ROOT,
                "  %d of %d s%s",
                frame.elapsed().toSeconds(),
                frame.duration().toSeconds(),
                frame.measuring() ? "" : ", warming up: not measured yet"))
        .toAttributedString();
  }

  private static AttributedString progress(Frame frame) {
    return new AttributedStringBuilder()
        .styled(GOOD, Bar.of(frame.progress(), PROGRESS_WIDTH))
        .styled(DIM, "▏")
        .append(String.format(Locale.ROOT, "%3.0f %% of the demo", frame.progress() * 100))
        .toAttributedString();
  }

  private static AttributedString row(Row row) {
    boolean failing = row.recent().errorRatio() > 0.01;
    return new AttributedStringBuilder()
        .append("  %-11s %6d ".formatted(row.name(), row.weight()))
        .styled(BAR, Bar.of(row.weight() / FULL_BAR, BAR_WIDTH))
        .append(" %7s %7s %7s %7d "
            .formatted(
                Numbers.percent(row.share()),
                Numbers.millis(row.recent().p50Millis()),
                Numbers.millis(row.recent().p99Millis()),
                row.inFlight()))
        .styled(
            failing ? BAD : PLAIN, "%7s".formatted(Numbers.percent(row.recent().errorRatio())))
        .styled(BAD, "  " + row.state())
        .toAttributedString();
  }

  private static AttributedString styled(AttributedStyle style, String text) {
    return new AttributedString(text, style);
  }
}
