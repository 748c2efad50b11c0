package io.adaptivelb.export;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.forecast.ForecastRows;
import io.adaptivelb.forecast.Target;
import io.adaptivelb.parquet.DataSchema;
import io.adaptivelb.parquet.RowSink;
import io.adaptivelb.recording.Recording;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/**
 * Days that others recorded, with the features of forecasts, which have a schema of their own: a row a pod, minute and target. The
 * cluster of a row is its recording and target, {@code 2022-08-22/cpu}; its only outcome is the target's value in the next minute.
 */
final class RecordedSource implements RowSource {
  private final List<Recording> recordings;

  /** Recordings, in any order; throws {@link UserError} when two of them overlap in time. */
  RecordedSource(List<Recording> recordings) {
    this.recordings =
        recordings.stream().sorted(Comparator.comparing(Recording::start)).toList();
    for (int i = 1; i < recordings.size(); i++) {
      Recording before = this.recordings.get(i - 1);
      Recording next = this.recordings.get(i);
      if (next.start().isBefore(before.time(before.minutes()))) {
        throw new UserError(
            "%s begins before %s ends; rows are in order of time, so export them to folders of their own"
                .formatted(next.name(), before.name()));
      }
    }
  }

  @Override
  public String description() {
    return "recordings "
        + String.join(" ", recordings.stream().map(Recording::name).toList());
  }

  @Override
  public DataSchema schema() {
    return new DataSchema(ForecastRows.schema(), ForecastRows.features(), List.of("next"));
  }

  @Override
  public boolean grows() {
    return false;
  }

  @Override
  public void play(Optional<Instant> after, RowSink sink, DoubleConsumer progress) {
    for (int i = 0; i < recordings.size(); i++) {
      Recording recording = recordings.get(i);
      float done = i;
      ForecastRows.of(recording, (target, pod, minute, features, next) -> {
        sink.row(
            recording.time(minute), cluster(recording, target), pod, features, new float[] {next});
        progress.accept((done + (float) minute / recording.minutes()) / recordings.size());
      });
    }
  }

  private static String cluster(Recording recording, Target target) {
    return recording.name() + "/" + target.name().toLowerCase(Locale.ROOT);
  }
}
