package io.adaptivelb.server;

import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.config.ServerConfiguration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lb serve}: the service, until it is told to stop. */
@Command(
    name = "serve",
    description = "Runs the service: collects telemetry, scores, and serves weights.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Every key of the configuration: docs/configuration.md. An example: config/server.yaml."
    })
public final class ServeCommand implements Subcommand {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file; without it everything has its default and there are no clusters.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where weights, telemetry and overrides are kept; wins over the file.")
  private @Nullable Path data;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Logging.configure();
    var available = Plugins.load();
    ServerConfiguration configuration = config == null
        ? ServerConfiguration.defaults()
        : ServerConfiguration.read(config, available);
    if (data != null) {
      configuration = configuration.withSettings(configuration.settings().withDataDirectory(data));
    }
    AdaptiveLbServer server = AdaptiveLbServer.start(configuration, available);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(
            () -> {
              server.close();
              stopped.countDown();
            },
            "shutdown"));
    PrintWriter out = spec.commandLine().getOut();
    Banner.of(server, configuration).forEach(out::println);
    out.flush();
    stopped.await();
    return 0;
  }
}
