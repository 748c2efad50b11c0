package io.adaptivelb.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.parquet.DataSet;
import io.adaptivelb.parquet.DataSetWriter;
import io.adaptivelb.recording.NezhaFolder;
import io.adaptivelb.replay.StoredTelemetry;
import io.adaptivelb.simulator.Progress;
import io.adaptivelb.simulator.scenario.Curriculum;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lb export}: data sets to learn from. */
@Command(
    name = "export",
    description = "Write features and outcomes to Parquet, to learn from.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Rows come from one of --store, --scenario, --curriculum and --recorded. The folder",
      "is a data set of part-00000.parquet and so on, in order of time. The same command",
      "again goes on after the last part of an export that was ended.",
      "",
      "Examples:",
      "  lb export --store DATA --out dataset",
      "  lb export --scenario antagonists --seeds 20 --out dataset",
      "  lb export --curriculum 200 --seed 7 --out dataset",
      "  lb export --recorded nezha/2022-08-22 --out dataset --json"
    })
public final class ExportCommand implements Subcommand {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  @Spec
  private CommandSpec spec;

  @Option(
      names = "--store",
      paramLabel = "DATA",
      description =
          "The data directory of lb serve or lb demo, which may go on, or a feature store.")
  private Optional<Path> store = Optional.empty();

  @Option(
      names = "--cluster",
      split = ",",
      description = "With --store: only these clusters. Default: all.")
  private List<String> clusters = List.of();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "With --store: from 2026-11-25T10:00:00Z on.")
  private Optional<Instant> from = Optional.empty();

  @Option(names = "--to", paramLabel = "TIME", description = "With --store: before that time.")
  private Optional<Instant> to = Optional.empty();

  @Option(
      names = "--scenario",
      split = ",",
      paramLabel = "NAME|FILE",
      description = "Simulate scenarios that come along, or YAML files, under our control loop.")
  private List<String> scenarios = List.of();

  @Option(
      names = "--seeds",
      description = "With --scenario: runs of each, seeds 1…N. Default: ${DEFAULT-VALUE}.")
  private int seeds = 5;

  @Option(
      names = "--curriculum",
      paramLabel = "N",
      description = "Simulate N scenarios that are drawn to learn from; none comes along.")
  private Optional<Integer> curriculum = Optional.empty();

  @Option(
      names = "--seed",
      description = "With --curriculum: which N are drawn. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--recorded",
      split = ",",
      paramLabel = "DIR",
      description = "Days in the layout of the Nezha data set, with the features of forecasts.")
  private List<Path> recorded = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The data set's folder.")
  private Path out;

  @Option(names = "--json", description = "Print the summary as one JSON object.")
  private boolean json;

  /** Exports. */
  @Override
  public Integer call() throws InterruptedException {
    long sources = Stream.of(
            store.isPresent(), !scenarios.isEmpty(), curriculum.isPresent(), !recorded.isEmpty())
        .filter(given -> given)
        .count();
    if (sources != 1) {
      throw new UserError(
          "give one of --store, --scenario, --curriculum and --recorded; %d are given"
              .formatted(sources));
    }
    if (store.isEmpty() && (from.isPresent() || to.isPresent() || !clusters.isEmpty())) {
      throw new UserError("--cluster, --from and --to go with --store");
    }
    if (store.isPresent()) {
      try (StoredTelemetry telemetry = StoredTelemetry.open(store.get())) {
        return export(stored(telemetry));
      }
    }
    return export(curriculum
        .map(this::drawn)
        .orElseGet(() -> scenarios.isEmpty() ? recorded() : simulated()));
  }

  private RowSource stored(StoredTelemetry telemetry) {
    List<ClusterId> chosen = clusters.stream().map(telemetry::require).toList();
    return new StoreSource(
        telemetry,
        chosen,
        from.orElse(Instant.MIN),
        to.orElse(Instant.MAX),
        ControlSettings.DEFAULTS);
  }

  private RowSource simulated() {
    if (seeds < 1 || seeds > 10_000) {
      throw new UserError("--seeds is %d; it must be in 1…10000".formatted(seeds));
    }
    List<Scenario> read = scenarios.stream().map(ScenarioFile::read).toList();
    List<SimulationSource.Game> games = new ArrayList<>();
    // By seed first: more seeds then go on where fewer ended.
    for (int seed = 1; seed <= seeds; seed++) {
      for (Scenario scenario : read) {
        games.add(new SimulationSource.Game(scenario.name() + "/" + seed, scenario, seed));
      }
    }
    return SimulationSource.of(
        read.stream().map(Scenario::name).collect(Collectors.joining(" ")), read, games, CORES);
  }

  private RowSource drawn(int count) {
    if (count < 1 || count > 100_000) {
      throw new UserError("--curriculum is %d; it must be in 1…100000".formatted(count));
    }
    List<Scenario> lessons = Curriculum.draw(seed, count);
    List<SimulationSource.Game> games = lessons.stream()
        .map(lesson -> new SimulationSource.Game(lesson.name(), lesson, seed))
        .toList();
    // More lessons begin with the fewer of the same seed, so the first one stands for all.
    return SimulationSource.of(
        "curriculum, seed %d".formatted(seed), lessons.subList(0, 1), games, CORES);
  }

  private RowSource recorded() {
    return new RecordedSource(recorded.stream().map(NezhaFolder::read).toList());
  }

  private int export(RowSource source) throws InterruptedException {
    Progress progress =
        new Progress(spec.commandLine().getErr(), Ansi.AUTO.enabled(), 1, System::nanoTime);
    long written;
    try (DataSetWriter writer = DataSetWriter.open(out, source.schema(), source.description())) {
      if (writer.wasComplete() && !source.grows()) {
        progress.say("%s is complete".formatted(out));
      } else {
        writer
            .last()
            .ifPresent(
                last -> progress.say("Goes on after %s, the last row of %s".formatted(last, out)));
        source.play(writer.last(), writer, new Steps(progress));
        writer.finish();
      }
      written = writer.written();
    }
    print(source, DataSet.openOrEmpty(out, source.schema()), written, progress.seconds());
    return 0;
  }

  private void print(RowSource source, DataSet set, long written, double seconds) {
    ExportSummary summary = new ExportSummary(
        out.toString(),
        source.description(),
        set.schema().id(),
        set.schema().features().size(),
        set.schema().targets().size(),
        set.rows(),
        written,
        set.parts(),
        set.bytes(),
        set.first().map(Objects::toString).orElse(""),
        set.last().map(Objects::toString).orElse(""),
        seconds);
    PrintWriter screen = spec.commandLine().getOut();
    try {
      screen.println(json ? new JsonMapper().writeValueAsString(summary) : text(summary));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary is a plain record", e);
    }
    screen.flush();
  }

  private static String text(ExportSummary summary) {
    if (summary.rows() == 0) {
      return "No rows: %s gave none. An example needs telemetry of its endpoint in this tick and the next ones."
          .formatted(summary.source());
    }
    return String.format(
        Locale.ROOT,
        "%,d rows of %s to %s in %s: %d parts, %.1f MB, %d features (schema %s), %d targets%n%,d written in %.1f s",
        summary.rows(),
        summary.first(),
        summary.last(),
        summary.folder(),
        summary.parts(),
        summary.bytes() / 1e6,
        summary.features(),
        summary.schema(),
        summary.targets(),
        summary.written(),
        summary.seconds());
  }

  /** Tells the screen of every thousandth. */
  private static final class Steps implements DoubleConsumer {
    private static final double STEP = 1e-3;

    private final Progress progress;
    private double told;

    Steps(Progress progress) {
      this.progress = progress;
    }

    @Override
    public void accept(double share) {
      if (share - told >= STEP) {
        progress.done(share - told);
        told = share;
      }
    }
  }
}
