package io.adaptivelb.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.adaptivelb.capacity.EstimatorFactory;
import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.prediction.ModelEstimator;
import io.adaptivelb.prediction.ScoringModel;
import io.adaptivelb.simulator.OutputFile;
import io.adaptivelb.simulator.page.Page;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lb replay}: what weights recorded telemetry would have given. */
@Command(
    name = "replay",
    description =
        "Run recorded telemetry through policies: what weights they would publish, and why.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "A store keeps telemetry samples only. Fast readings, health checks and overrides",
      "are not in it, so the replay shows what ticks made of the samples, under the",
      "weights that were in force then: what would have been published, not how it",
      "would have gone.",
      "",
      "Examples:",
      "  lb replay --store DATA --cluster shop",
      "  lb replay --store DATA --cluster shop --policy analytic,equal --html page.html",
      "  lb replay --store DATA --cluster shop --model 20261125-151200-1c291ca3aa01",
      "  lb replay --store DATA --cluster shop --to 2026-11-25T10:00:00Z \\",
      "    --endpoint 10.0.0.1:80 --explain"
    })
public final class ReplayCommand implements Subcommand {
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--store",
      required = true,
      paramLabel = "DATA",
      description =
          "The data directory of lb serve or lb demo, which may go on, or a feature store.")
  private Path store;

  @Option(names = "--cluster", required = true, description = "The cluster.")
  private String cluster;

  @Option(names = "--from", paramLabel = "TIME", description = "From 2026-11-25T10:00:00Z on.")
  private Optional<Instant> from = Optional.empty();

  @Option(names = "--to", paramLabel = "TIME", description = "Before that time.")
  private Optional<Instant> to = Optional.empty();

  @Option(
      names = "--policy",
      split = ",",
      description =
          "What computes the weights, separated by commas: ${COMPLETION-CANDIDATES}. Default: analytic, and the model if one is given.")
  private List<ReplayPolicy> policies = List.of();

  @Option(
      names = "--model",
      paramLabel = "VERSION|FOLDER",
      description = "For --policy model: a version in DATA/models, or a version's folder.")
  private Optional<String> model = Optional.empty();

  @Option(
      names = "--endpoint",
      paramLabel = "HOST:PORT",
      description = "With --explain: whose weight.")
  private Optional<String> endpoint = Optional.empty();

  @Option(
      names = "--explain",
      description =
          "Say why the endpoint has its weight after the last tick, under the first policy.")
  private boolean explain;

  @Option(
      names = "--json",
      description = "Print everything as one JSON object, every push included.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also a page with plots: one file, which needs no network.")
  private Optional<Path> html = Optional.empty();

  /** Plays. */
  @Override
  public Integer call() {
    if (explain != endpoint.isPresent()) {
      throw new UserError("--endpoint and --explain go together");
    }
    if (wanted().contains(ReplayPolicy.MODEL) != model.isPresent()) {
      throw new UserError("--policy model and --model go together");
    }
    Optional<EndpointId> explained = endpoint.map(ReplayCommand::parse);
    Optional<OutputFile> page = html.map(path -> new OutputFile("--html", path));
    ReplayReport report;
    try (StoredTelemetry telemetry = StoredTelemetry.open(store)) {
      report = play(telemetry, telemetry.require(cluster), explained);
    }
    page.ifPresent(file -> file.write(Page.of(ReplayPage.of(report))));
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? json(report) + System.lineSeparator() : ReplayText.of(report));
    if (!json) {
      page.ifPresent(file -> out.println("The page is " + file.path()));
    }
    out.flush();
    return 0;
  }

  private ReplayReport play(
      StoredTelemetry telemetry, ClusterId id, Optional<EndpointId> explained) {
    ControlSettings settings = ControlSettings.DEFAULTS;
    Duration tick = settings.tick();
    StoredTelemetry.Span span =
        telemetry.span(id, from.orElse(Instant.MIN), to.orElse(Instant.MAX));
    Instant begin = Replay.tickAfter(span.first(), tick);
    Instant end = Replay.tickAfter(span.last(), tick);
    List<ReplayReport.Played> played = new ArrayList<>();
    Optional<ReplayReport.Reasons> reasons = Optional.empty();
    long ticks = 0;
    for (ReplayPolicy policy : wanted()) {
      Replay replay =
          new Replay(telemetry, id, span.first(), span.end(), settings, estimators(policy));
      Track track = new Track(policy.toString());
      for (Instant now = begin; !now.isAfter(end); now = now.plus(tick)) {
        replay.tick(now).ifPresent(track::add);
      }
      ticks = track.ticks();
      if (played.isEmpty()) {
        reasons = explained.map(e -> reasons(policy, replay, e));
      }
      played.add(ReplayReport.Played.of(track));
    }
    return new ReplayReport(id.value(), begin, end, tick.toMillis() * 1e-3, ticks, played, reasons);
  }

  private List<ReplayPolicy> wanted() {
    if (policies.isEmpty()) {
      return model.isEmpty()
          ? List.of(ReplayPolicy.ANALYTIC)
          : List.of(ReplayPolicy.MODEL, ReplayPolicy.ANALYTIC);
    }
    return policies.stream().distinct().toList();
  }

  private EstimatorFactory estimators(ReplayPolicy policy) {
    return switch (policy) {
      case ANALYTIC -> EstimatorFactory.ANALYTIC;
      case EQUAL -> (cluster, settings) -> new EqualEstimator();
      case MODEL -> {
        ScoringModel loaded = ModelChoice.load(model.orElseThrow(), store);
        yield (cluster, settings) -> new ModelEstimator(cluster, settings, loaded);
      }
    };
  }

  private static ReplayReport.Reasons reasons(
      ReplayPolicy policy, Replay replay, EndpointId endpoint) {
    try {
      return ReplayReport.Reasons.of(policy.toString(), replay.explain(endpoint));
    } catch (NoSuchElementException e) {
      throw new UserError(
          "%s; it must be a member after the last tick".formatted(e.getMessage()), e);
    }
  }

  private static EndpointId parse(String text) {
    try {
      return EndpointId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UserError("--endpoint: " + e.getMessage(), e);
    }
  }

  private static String json(ReplayReport report) {
    JsonMapper mapper = JsonMapper.builder()
        .addModule(new Jdk8Module())
        .addModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .build();
    try {
      return mapper.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is made of plain records", e);
    }
  }
}
