package io.adaptivelb.server;

import io.adaptivelb.admin.AdminApi;
import io.adaptivelb.admin.AdminLimits;
import io.adaptivelb.auth.AccessRule;
import io.adaptivelb.auth.TokenVerifier;
import io.adaptivelb.bus.InProcessBus;
import io.adaptivelb.bus.TelemetryBus;
import io.adaptivelb.cli.Lb;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.clusters.ClusterSettings;
import io.adaptivelb.collector.Collector;
import io.adaptivelb.config.AdminSettings;
import io.adaptivelb.config.ServerConfiguration;
import io.adaptivelb.config.ServerSettings;
import io.adaptivelb.ledger.OverrideLedger;
import io.adaptivelb.loop.FileWeightArchive;
import io.adaptivelb.loop.ScoringLoop;
import io.adaptivelb.loop.ThreadWorker;
import io.adaptivelb.models.ModelDesk;
import io.adaptivelb.models.RegistryFolder;
import io.adaptivelb.plugin.PluginContext;
import io.adaptivelb.plugin.ServerPlugin;
import io.adaptivelb.prediction.ModelValidator;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.RegistryLimits;
import io.adaptivelb.rpc.GrpcApi;
import io.adaptivelb.serving.ModelService;
import io.adaptivelb.store.FeatureStore;
import io.adaptivelb.store.StoreException;
import io.adaptivelb.table.WeightTable;
import io.dropwizard.core.setup.Environment;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole service in this process. Start it once, close it once; thread-safe.
 *
 * <p>The order of the start is what a restart under load needs:
 *
 * <ol>
 *   <li>what decides whether it may run at all: the data directory, the tokens, the overrides, the models;
 *   <li>the weights of the earlier life, and those who serve them: gRPC and the plugins;
 *   <li>those who change weights: bus, feature store, scoring loop, collector. The store comes after the servers, because
 *       weights do not depend on it, and salvaging a damaged one takes its time;
 *   <li>the admin API, which speaks of all of them.
 * </ol>
 *
 * <p>It is closed the other way round, so that nobody loses what he was told: no more changes, no more telemetry, what is on
 * the bus goes to the store, then streams end, then the last weights are saved. A part that does not start closes those
 * before it.
 */
public final class AdaptiveLbServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AdaptiveLbServer.class);

  /** Batches that wait for a slow subscriber: some seconds of telemetry of a large fleet. */
  private static final int BUS_QUEUE = 10_000;

  private static final Duration BUS_CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final InstantSource clock = InstantSource.system();
  private final Instant started = clock.instant();
  private final ServerSettings settings;
  private final PrometheusMeterRegistry meters;
  private final WeightTable table = new WeightTable();
  private final OverrideLedger ledger;
  private final RegistryFolder models;
  private final ModelService serving;
  private final TelemetryBus bus;
  private final ScoringLoop loop;
  private final Plugins plugins = new Plugins();
  private final GrpcApi grpc;
  private final FeatureStore store;
  private final AdminListener admin;
  private final Closing closing;

  private AdaptiveLbServer(
      ServerConfiguration configuration, List<ServerPlugin<?>> available, Closing closing)
      throws IOException {
    this.closing = closing;
    settings = configuration.settings();
    DataDirectory data = closing.add(DataDirectory.open(settings.dataDirectory()));
    meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    closing.add(meters::close);
    List<String> hosts = hosts(configuration, available);
    TokenVerifier tokens = AccessRule.open(
        hosts,
        settings.auth().tokenFile(),
        settings.dataDirectory(),
        clock,
        meters,
        line -> log.info("Access: {}", line));
    warnOfPlainText();
    ledger = closing.add(OverrideLedger.open(data.overrides(), settings.overrides(), clock));
    models = RegistryFolder.open(data.models(), registryLimits(), "lb serve");

    serving = closing.add(
        new ModelService(models, settings.rollout(), clock, new ThreadWorker("models"), meters));
    loop = new ScoringLoop(
        settings.loop(),
        settings.control(),
        serving,
        table,
        new FileWeightArchive(data.weights()),
        new ThreadWorker("scoring"),
        new ThreadWorker("weight-archive"),
        clock,
        meters);
    closing.add(loop);
    serving.start();
    loop.restore(settings.clusters().stream().map(ClusterSettings::id).toList());
    // Before the first signal: no weight is decided without them.
    var unused = loop.override(ledger.active());
    grpc = closing.add(
        GrpcApi.start(settings.grpc(), table, loop::knows, loop::explain, tokens, meters));
    PluginContext context = new PluginContext(table, tokens, meters, plugins);
    for (ServerPlugin<?> plugin : available) {
      closing.add(Plugins.start(plugin, configuration, context));
    }

    store = closing.add(FeatureStore.open(
        settings.store().directory().orElse(data.telemetry()), settings.store().engine()));
    SampleRecorder recorder = closing.add(new SampleRecorder(
        store,
        settings.store().retention(),
        settings.store().cleanInterval(),
        new ThreadWorker("store-cleaner"),
        clock,
        meters));
    bus = closing.add(new InProcessBus(BUS_QUEUE, BUS_CLOSE_TIMEOUT));
    recorder.listen(bus);
    loop.start(bus);
    Collector collector = closing.add(new Collector(
        settings.collector(), settings.clusters(), bus, new CollectorMetrics(meters)));
    collector.start();

    closing.add(JvmMeters.bind(meters));
    Environment environment = new Environment("admin");
    environment.healthChecks().register(SampleRecorder.NAME, recorder.check());
    AdminApi.install(
        environment,
        limits(AccessRule.allLoopback(hosts)),
        new ServerPlane(
            table,
            loop,
            serving,
            collector,
            plugins,
            started,
            settings.control().tick()),
        ledger,
        new ModelDesk(models, new ModelValidator(), clock),
        tokens,
        meters,
        clock);
    admin = closing.add(AdminListener.start(settings.admin(), environment));
  }

  /**
   * Starts a server with the plugins of the class path.
   *
   * @throws UserError when the configuration cannot be followed: an address is taken, a folder cannot be written
   */
  public static AdaptiveLbServer start(ServerConfiguration configuration) {
    return start(configuration, Plugins.load());
  }

  /** Starts a server with the given plugins; what was started is closed when one of its parts cannot. */
  public static AdaptiveLbServer start(
      ServerConfiguration configuration, List<ServerPlugin<?>> plugins) {
    Closing closing = new Closing();
    try {
      return new AdaptiveLbServer(configuration, plugins, closing);
    } catch (IOException | StoreException | RegistryException | IllegalArgumentException e) {
      closing.close();
      throw StartFailure.of(e);
    } catch (RuntimeException | Error e) {
      closing.close();
      throw e;
    }
  }

  /** The port of the gRPC API. */
  public int grpcPort() {
    return grpc.port();
  }

  /** The port of the admin API. */
  public int adminPort() {
    return admin.port();
  }

  /** The weights in force. */
  public WeightTable table() {
    return table;
  }

  /** Where signals may be published besides those of the collector. */
  public TelemetryBus bus() {
    return bus;
  }

  /** The scoring loop. */
  public ScoringLoop loop() {
    return loop;
  }

  /** The telemetry on disk. */
  public FeatureStore store() {
    return store;
  }

  /** The models. */
  public RegistryFolder models() {
    return models;
  }

  /** The models in service. */
  public ModelService serving() {
    return serving;
  }

  /** All meters. */
  public PrometheusMeterRegistry meters() {
    return meters;
  }

  /** What the plugins say of themselves. */
  public Plugins plugins() {
    return plugins;
  }

  /** Stops what changes weights, then what serves them; streams end and calls finish for the grace time. */
  @Override
  public void close() {
    closing.close();
  }

  private List<String> hosts(ServerConfiguration configuration, List<ServerPlugin<?>> available) {
    List<String> hosts = new ArrayList<>();
    hosts.add(settings.grpc().bind());
    hosts.add(settings.admin().bind());
    Plugins.bindHosts(available, configuration).forEach(hosts::add);
    return hosts;
  }

  private void warnOfPlainText() {
    warnOfPlainText("grpc", settings.grpc().bind(), settings.grpc().tls().isPresent());
    warnOfPlainText("admin", settings.admin().bind(), settings.admin().tls().isPresent());
  }

  private static void warnOfPlainText(String section, String host, boolean encrypted) {
    if (!encrypted && !AccessRule.allLoopback(List.of(host))) {
      log.warn(
          "{} listens on {} without TLS: tokens can be read on the way; set {}.tls",
          section,
          host,
          section);
    }
  }

  /** Who waits for another process to finish its change is told so before the deadline is over. */
  private RegistryLimits registryLimits() {
    RegistryLimits bounds = RegistryLimits.DEFAULTS;
    Duration half = settings.admin().deadline().dividedBy(2);
    return new RegistryLimits(
        bounds.maxManifestBytes(),
        bounds.maxFiles(),
        bounds.maxFileBytes(),
        bounds.maxVersionBytes(),
        bounds.maxVersions(),
        half.compareTo(bounds.patience()) < 0 ? half : bounds.patience());
  }

  private AdminLimits limits(boolean loopbackOnly) {
    AdminSettings bounds = settings.admin();
    return new AdminLimits(
        Lb.VERSION,
        loopbackOnly,
        Set.copyOf(bounds.allowedHosts()),
        bounds.deadline(),
        bounds.maxBodyBytes(),
        bounds.maxModelBytes(),
        bounds.maxConcurrentRequests());
  }
}
