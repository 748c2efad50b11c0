package io.adaptivelb.server;

import io.adaptivelb.auth.AccessRule;
import io.adaptivelb.auth.TokenVerifier;
import io.adaptivelb.bus.InProcessBus;
import io.adaptivelb.bus.TelemetryBus;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.clusters.ClusterSettings;
import io.adaptivelb.collector.Collector;
import io.adaptivelb.config.ServerConfiguration;
import io.adaptivelb.config.ServerSettings;
import io.adaptivelb.loop.FileWeightArchive;
import io.adaptivelb.loop.ScoringLoop;
import io.adaptivelb.loop.ThreadWorker;
import io.adaptivelb.plugin.PluginContext;
import io.adaptivelb.plugin.ServerPlugin;
import io.adaptivelb.rpc.GrpcApi;
import io.adaptivelb.table.WeightTable;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole service in this process: collector, bus, scoring loop, weight table, gRPC API and plugins. Start it once, close
 * it once; thread-safe.
 *
 * <p>The order of the start is what a restart under load needs: weights of the earlier life first, then those who serve
 * them (gRPC, plugins), then those who change them.
 */
public final class AdaptiveLbServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AdaptiveLbServer.class);

  /** Batches that wait for a slow subscriber: some seconds of telemetry of a large fleet. */
  private static final int BUS_QUEUE = 10_000;

  private static final Duration BUS_CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final ServerSettings settings;
  private final PrometheusMeterRegistry meters;
  private final WeightTable table = new WeightTable();
  private final TelemetryBus bus;
  private final ScoringLoop loop;
  private final Plugins plugins;
  private final GrpcApi grpc;
  private final Closing closing;

  private AdaptiveLbServer(
      ServerConfiguration configuration, List<ServerPlugin<?>> available, Closing closing)
      throws IOException {
    this.closing = closing;
    settings = configuration.settings();
    DataDirectory data = closing.add(DataDirectory.open(settings.dataDirectory()));
    meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    closing.add(meters::close);
    TokenVerifier tokens = tokens(configuration, available);

    loop = new ScoringLoop(
        settings.loop(),
        settings.control(),
        table,
        new FileWeightArchive(data.weights()),
        new ThreadWorker("scoring"),
        new ThreadWorker("weight-archive"),
        InstantSource.system(),
        meters);
    closing.add(loop);
    loop.restore(settings.clusters().stream().map(ClusterSettings::id).toList());

    grpc = closing.add(
        GrpcApi.start(settings.grpc(), table, loop::knows, loop::explain, tokens, meters));
    plugins = new Plugins();
    PluginContext context = new PluginContext(table, tokens, meters, plugins);
    for (ServerPlugin<?> plugin : available) {
      closing.add(Plugins.start(plugin, configuration, context));
    }

    bus = closing.add(new InProcessBus(BUS_QUEUE, BUS_CLOSE_TIMEOUT));
    loop.start(bus);
    Collector collector = closing.add(new Collector(
        settings.collector(), settings.clusters(), bus, new CollectorMetrics(meters)));
    collector.start();
    bindJvm();
  }

  /**
   * Starts a server with the plugins of the class path.
   *
   * @throws UserError when the configuration cannot be followed: an address is taken, a folder cannot be written
   */
  public static AdaptiveLbServer start(ServerConfiguration configuration) {
    return start(configuration, Plugins.load());
  }

  /** Starts a server with the given plugins. */
  public static AdaptiveLbServer start(
      ServerConfiguration configuration, List<ServerPlugin<?>> plugins) {
    Closing closing = new Closing();
    try {
      return new AdaptiveLbServer(configuration, plugins, closing);
    } catch (IOException e) {
      closing.close();
      throw new UserError(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  /** The port of the gRPC API. */
  public int grpcPort() {
    return grpc.port();
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

  private TokenVerifier tokens(ServerConfiguration configuration, List<ServerPlugin<?>> available)
      throws IOException {
    List<String> hosts = new ArrayList<>();
    hosts.add(settings.grpc().bind());
    hosts.add(settings.admin().bind());
    Plugins.bindHosts(available, configuration).forEach(hosts::add);
    try {
      return AccessRule.open(
          hosts,
          settings.auth().tokenFile(),
          settings.dataDirectory(),
          InstantSource.system(),
          meters,
          line -> log.info("Access: {}", line));
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  private void bindJvm() {
    new ClassLoaderMetrics().bindTo(meters);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    JvmGcMetrics pauses = closing.add(new JvmGcMetrics());
    pauses.bindTo(meters);
  }
}
