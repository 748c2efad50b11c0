package io.adaptivelb.export;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.parquet.DataSchema;
import io.adaptivelb.parquet.ExampleRows;
import io.adaptivelb.parquet.RowSink;
import io.adaptivelb.prediction.Example;
import io.adaptivelb.replay.Replay;
import io.adaptivelb.replay.StoredTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/**
 * Examples of stored telemetry: every cluster's samples go through the control loop that would have served them, all clusters
 * tick by tick together. What was learned before a row is part of it, so an export that goes on plays from the beginning.
 */
final class StoreSource implements RowSource {
  private final StoredTelemetry telemetry;
  private final List<ClusterId> clusters;
  private final Instant from;
  private final Instant to;
  private final ControlSettings settings;

  /**
   * A source.
   *
   * @param clusters which; none for all that are there
   * @param from inclusive
   * @param to exclusive; more samples may come later
   */
  StoreSource(
      StoredTelemetry telemetry,
      List<ClusterId> clusters,
      Instant from,
      Instant to,
      ControlSettings settings) {
    this.telemetry = telemetry;
    this.clusters = clusters;
    this.from = from;
    this.to = to;
    this.settings = settings;
  }

  @Override
  public String description() {
    List<String> words = new ArrayList<>(List.of("feature store"));
    if (!clusters.isEmpty()) {
      words.add(
          "clusters " + String.join(" ", clusters.stream().map(ClusterId::value).toList()));
    }
    if (!from.equals(Instant.MIN)) {
      words.add("from " + from);
    }
    if (!settings.tick().equals(ControlSettings.DEFAULTS.tick())) {
      words.add("tick " + settings.tick());
    }
    return String.join(", ", words);
  }

  @Override
  public DataSchema schema() {
    return DataSchema.ofExamples();
  }

  @Override
  public boolean grows() {
    return true;
  }

  @Override
  public void play(Optional<Instant> after, RowSink sink, DoubleConsumer progress) {
    Consumer<Example> examples = ExampleRows.to(sink);
    List<Replay> replays = new ArrayList<>();
    Instant first = Instant.MAX;
    Instant last = Instant.MIN;
    for (Map.Entry<ClusterId, StoredTelemetry.Span> recorded : spans().entrySet()) {
      StoredTelemetry.Span span = recorded.getValue();
      first = span.first().isBefore(first) ? span.first() : first;
      last = span.last().isAfter(last) ? span.last() : last;
      replays.add(new Replay(
          telemetry,
          recorded.getKey(),
          span.first(),
          span.end(),
          settings,
          (id, estimation) -> new ExampleTap(id, estimation, examples)));
    }
    if (replays.isEmpty()) {
      throw new UserError("the store has no samples of that time; a server that runs fills it");
    }
    Duration tick = settings.tick();
    Instant begin = Replay.tickAfter(first, tick);
    // A tick that is not over would be another one when it is.
    for (Instant now = begin; !now.isAfter(last); now = now.plus(tick)) {
      for (Replay replay : replays) {
        replay.tick(now);
      }
      progress.accept((double) Duration.between(begin, now).toMillis()
          / Duration.between(begin, last).toMillis());
    }
  }

  /** Those that were asked for must be there; of all, those that are. */
  private SortedMap<ClusterId, StoredTelemetry.Span> spans() {
    SortedMap<ClusterId, StoredTelemetry.Span> spans = new TreeMap<>();
    if (clusters.isEmpty()) {
      telemetry
          .clusters()
          .forEach(id -> telemetry.find(id, from, to).ifPresent(span -> spans.put(id, span)));
    } else {
      clusters.forEach(id -> spans.put(id, telemetry.span(id, from, to)));
    }
    return spans;
  }
}
