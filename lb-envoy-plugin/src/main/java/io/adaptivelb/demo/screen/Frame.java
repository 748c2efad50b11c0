package io.adaptivelb.demo.screen;

import io.adaptivelb.demo.verdict.Figures;
import java.time.Duration;
import java.util.List;

/**
 * All that is shown at one moment of a phase. Immutable.
 *
 * @param phase its name
 * @param elapsed since its start
 * @param duration of the phase
 * @param progress of the whole demo; 0…1
 * @param measuring false during the initial window, which no figure counts
 * @param rows the backends
 * @param recent figures of the last seconds, over all of them
 */
public record Frame(
    String phase,
    Duration elapsed,
    Duration duration,
    double progress,
    boolean measuring,
    List<Row> rows,
    Figures recent) {
  /** Copies the rows. */
  public Frame {
    rows = List.copyOf(rows);
  }
}
