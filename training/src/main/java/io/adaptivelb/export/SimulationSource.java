package io.adaptivelb.export;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.parquet.DataSchema;
import io.adaptivelb.parquet.ExampleRows;
import io.adaptivelb.parquet.RowSink;
import io.adaptivelb.prediction.Example;
import io.adaptivelb.simulator.brain.Fleet;
import io.adaptivelb.simulator.play.Policy;
import io.adaptivelb.simulator.play.Run;
import io.adaptivelb.simulator.scenario.Scenario;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.zip.CRC32C;

/**
 * Examples of simulated runs, as our control loop learns them. All runs begin at the same virtual moment; each is put on a day of
 * its own, in which it keeps its time of day, and becomes a cluster of its own. Runs play on all cores and are taken in order, so
 * the rows are the same however many cores there are.
 */
final class SimulationSource implements RowSource {
  private static final Policy POLICY =
      new Policy(Policy.Brain.ADAPTIVE, Policy.Actuator.LEAST_REQUEST);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Instant FIRST_DAY = new Fleet(1).instant(0);

  /** Results that wait for their turn, for each core. */
  private static final int AHEAD = 2;

  private final String description;
  private final List<Game> games;
  private final int threads;

  /**
   * A run to play.
   *
   * @param cluster what its rows are of
   */
  record Game(String cluster, Scenario scenario, long seed) {
    Game {
      if (scenario.warmUp().plus(scenario.duration()).plusMinutes(1).compareTo(DAY) > 0) {
        throw new UserError("scenario %s takes %s; an export takes less than a day of each run"
            .formatted(scenario.name(), scenario.warmUp().plus(scenario.duration())));
      }
    }
  }

  private SimulationSource(String description, List<Game> games, int threads) {
    this.description = description;
    this.games = List.copyOf(games);
    this.threads = threads;
  }

  /**
   * A source of runs.
   *
   * @param name what it is called
   * @param scenarios whose fingerprint stands behind the name: a data set must not go on with others
   * @param games in order; more may follow the next time
   */
  static SimulationSource of(String name, List<Scenario> scenarios, List<Game> games, int threads) {
    CRC32C crc = new CRC32C();
    crc.update(scenarios.toString().getBytes(StandardCharsets.UTF_8));
    return new SimulationSource(
        "simulation of %s (%s)".formatted(name, HexFormat.of().toHexDigits((int) crc.getValue())),
        games,
        threads);
  }

  @Override
  public String description() {
    return description;
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
  public void play(Optional<Instant> after, RowSink sink, DoubleConsumer progress)
      throws InterruptedException {
    int first = after.map(SimulationSource::dayOf).orElse(0);
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      Deque<Future<List<Example>>> running = new ArrayDeque<>();
      int next = first;
      try {
        for (int day = first; day < games.size(); day++) {
          while (next < games.size() && running.size() < AHEAD * threads) {
            Game game = games.get(next++);
            running.addLast(workers.submit(() -> examples(game)));
          }
          put(day, running.removeFirst().get(), sink);
          progress.accept((day + 1.0) / games.size());
        }
      } catch (ExecutionException e) {
        workers.shutdownNow();
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      } catch (InterruptedException | RuntimeException e) {
        workers.shutdownNow();
        throw e;
      }
    }
  }

  private static List<Example> examples(Game game) {
    List<Example> examples = new ArrayList<>();
    Run.play(
        game.scenario(),
        POLICY,
        game.seed(),
        ControlSettings.DEFAULTS,
        Optional.of((cluster, settings) -> new ExampleTap(cluster, settings, examples::add)),
        (mesh, weights) -> {});
    return examples;
  }

  private void put(int day, List<Example> examples, RowSink sink) {
    String cluster = games.get(day).cluster();
    Duration shift = DAY.multipliedBy(day);
    Consumer<Example> rows = ExampleRows.to((time, simulated, endpoint, features, targets) ->
        sink.row(time.plus(shift), cluster, endpoint, features, targets));
    examples.forEach(rows);
  }

  private static int dayOf(Instant time) {
    return Math.toIntExact(Duration.between(FIRST_DAY, time).dividedBy(DAY));
  }
}
