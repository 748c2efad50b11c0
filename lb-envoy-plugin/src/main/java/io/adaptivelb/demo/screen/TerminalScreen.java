package io.adaptivelb.demo.screen;

import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;

/** For people: one table that is drawn again in place, with lines that stay above it. */
public final class TerminalScreen implements Screen {
  private final Terminal terminal;
  private Display display;
  private List<AttributedString> shown = List.of();

  /** A screen on a terminal that can move its cursor. */
  public TerminalScreen(Terminal terminal) {
    this.terminal = terminal;
    this.display = new Display(terminal, false);
  }

  @Override
  public void say(String line) {
    erase();
    terminal.writer().println(line);
    terminal.flush();
  }

  @Override
  public void show(Frame frame) {
    Size size = terminal.getSize();
    int columns = size.getColumns() > 0 ? size.getColumns() : 100;
    int rows = size.getRows() > 0 ? size.getRows() : 40;
    display.resize(rows, columns);
    List<AttributedString> lines = new ArrayList<>();
    for (AttributedString line : Table.lines(frame)) {
      lines.add(line.columnLength() > columns ? line.columnSubSequence(0, columns) : line);
    }
    shown = lines.subList(0, Math.min(lines.size(), rows - 1));
    display.update(shown, -1);
    terminal.flush();
  }

  /** Leaves the last frame where it is. */
  @Override
  public void close() {
    if (!shown.isEmpty()) {
      terminal.writer().println();
      terminal.flush();
      shown = List.of();
    }
  }

  private void erase() {
    if (!shown.isEmpty()) {
      display.update(List.of(), 0);
      shown = List.of();
      display = new Display(terminal, false);
    }
  }
}
