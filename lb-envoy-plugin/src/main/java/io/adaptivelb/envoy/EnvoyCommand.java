package io.adaptivelb.envoy;

import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.envoy.EnvoyBootstrap.Listener;
import io.adaptivelb.envoy.EnvoyBootstrap.Policy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lb envoy}: what an Envoy needs to work with this service. */
@Command(
    name = "envoy",
    description = "Prints what an Envoy needs to take its weights from here.",
    mixinStandardHelpOptions = true,
    subcommands = EnvoyCommand.Bootstrap.class)
public final class EnvoyCommand implements Subcommand {
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 2;
  }

  /** {@code lb envoy bootstrap}: config/envoy/bootstrap.yaml, filled in. */
  @Command(
      name = "bootstrap",
      description =
          "Prints a bootstrap that is ready to run, with a comment for every setting that matters.",
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      footer = {
        "",
        "lb envoy bootstrap --cluster shop > envoy.yaml && envoy --config-path envoy.yaml"
      })
  static final class Bootstrap implements Subcommand {
    @Option(
        names = "--xds",
        paramLabel = "HOST:PORT",
        defaultValue = "127.0.0.1:18000",
        description = "The server's xDS address.")
    private String xds = "";

    @Option(
        names = "--cluster",
        paramLabel = "NAME",
        required = true,
        description =
            "A cluster of the server's configuration; may be repeated. The Host header chooses.")
    private List<String> clusters = List.of();

    @Option(
        names = "--node",
        paramLabel = "ID",
        defaultValue = "envoy-1",
        description = "How this Envoy is called in lb status.")
    private String node = "";

    @Option(
        names = "--policy",
        paramLabel = "NAME",
        defaultValue = "LEAST_REQUEST",
        description = "${COMPLETION-CANDIDATES}.")
    private Policy policy = Policy.LEAST_REQUEST;

    @Option(
        names = "--listen",
        paramLabel = "HOST:PORT",
        defaultValue = "127.0.0.1:10000",
        description = "Where requests arrive.")
    private String listen = "";

    @Option(
        names = "--admin-port",
        paramLabel = "PORT",
        defaultValue = "9901",
        description = "Envoy's admin interface, on loopback.")
    private int adminPort;

    @Option(
        names = "--state-of-the-world",
        description = "Ask for everything each time rather than for changes.")
    private boolean stateOfTheWorld;

    @Option(
        names = "--token-file",
        paramLabel = "FILE",
        description = "A file with the bearer token that the server demands beyond loopback.")
    private @Nullable Path tokenFile;

    @Option(
        names = "--no-outlier-detection",
        description = "Leave all judgement of endpoints to the server.")
    private boolean noOutlierDetection;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
      EndpointId listener = checked("--listen", () -> EndpointId.parse(listen));
      EndpointId server = checked("--xds", () -> EndpointId.parse(xds));
      List<ClusterId> names =
          checked("--cluster", () -> clusters.stream().map(ClusterId::new).toList());
      Optional<String> token = token();
      EnvoyBootstrap bootstrap = checked(
          "envoy bootstrap",
          () -> new EnvoyBootstrap(
              node,
              server,
              names,
              policy,
              !stateOfTheWorld,
              token,
              new Listener(listener.host(), listener.port()),
              adminPort,
              !noOutlierDetection));
      PrintWriter out = spec.commandLine().getOut();
      out.print(bootstrap.render());
      out.flush();
      return 0;
    }

    /** The last word of the first line that is no comment: a line may be "name role token". */
    private Optional<String> token() {
      if (tokenFile == null) {
        return Optional.empty();
      }
      Path file = tokenFile;
      try {
        return Optional.of(Files.readAllLines(file).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .findFirst()
            .orElseThrow(() -> new UserError("--token-file %s has no token".formatted(file))));
      } catch (IOException e) {
        throw new UserError("--token-file %s cannot be read: %s".formatted(file, e), e);
      }
    }

    private static <T> T checked(String option, Supplier<T> parse) {
      try {
        return parse.get();
      } catch (IllegalArgumentException e) {
        throw new UserError(option + ": " + e.getMessage(), e);
      }
    }
  }
}
