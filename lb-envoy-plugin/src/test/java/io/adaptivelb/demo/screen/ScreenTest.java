package io.adaptivelb.demo.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.demo.verdict.Figures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final Figures FIGURES = new Figures(12.34, 30, 98.7, 0.012);
  private static final Figures NONE = new Figures(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  @Test
  void bar_isFilledInEighths_andClamped() {
    assertThat(Bar.of(0, 4)).isEqualTo("    ");
    assertThat(Bar.of(0.5, 4)).isEqualTo("██  ");
    assertThat(Bar.of(0.53125, 4)).isEqualTo("██▏ ");
    assertThat(Bar.of(7, 4)).isEqualTo("████");
    assertThat(Bar.of(Double.NaN, 4)).isEqualTo("    ");
  }

  @Test
  void table_hasALineForEachBackend_withWhatBefallsIt_andTheProgress() {
    List<String> lines =
        Table.lines(frame(10)).stream().map(AttributedString::toString).toList();
    assertThat(lines).hasSize(7);
    assertThat(lines.get(0)).contains("1 of 2").contains("10 of 60 s").contains("warming up");
    assertThat(lines.get(1)).contains("25 % of the demo");
    assertThat(lines.get(4)).contains("fast-1").contains("1500").contains("1.20 %");
    assertThat(lines.get(5)).contains("failing").contains("unhealthy").contains("–");
    assertThat(lines.get(6)).contains("all").contains("12").contains("99");
  }

  @Test
  void plain_framesWithinFiveSeconds_areOneLine() {
    StringWriter text = new StringWriter();
    try (PlainScreen screen = new PlainScreen(new PrintWriter(text))) {
      for (int second = 0; second < 11; second++) {
        screen.show(frame(second));
      }
    }
    assertThat(text.toString().lines()).hasSize(3).allMatch(line -> line.contains("fast-1=1500"));
  }

  @Test
  void terminal_drawsInPlace_andLinesStayAboveTheTable() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Terminal terminal = TerminalBuilder.builder()
            .system(false)
            .streams(new ByteArrayInputStream(new byte[0]), out)
            .type("xterm-256color")
            .encoding(StandardCharsets.UTF_8)
            .size(new Size(60, 20))
            .build();
        TerminalScreen screen = new TerminalScreen(terminal)) {
      screen.show(frame(1));
      int first = out.size();
      assertThat(out.toString(StandardCharsets.UTF_8)).contains("fast-1");
      screen.show(frame(2));
      // Only what changed is sent again: a digit of the clock.
      assertThat(out.size() - first).isLessThan(60);
      screen.say("a line that stays");
      assertThat(out.toString(StandardCharsets.UTF_8)).contains("a line that stays");
    }
  }

  private static Frame frame(int second) {
    return new Frame(
        "1 of 2: equal weights",
        Duration.ofSeconds(second),
        Duration.ofMinutes(1),
        0.25,
        false,
        List.of(
            new Row("fast-1", 1_500, 0.2, FIGURES, 3, ""),
            new Row("failing", 20, 0, NONE, 0, "failing, unhealthy")),
        FIGURES);
  }
}
