package io.adaptivelb.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A command that asks a server. Its exit code is 0 when it did what was asked, 1 when the server said no or cannot be
 * reached (one line on standard error says which), 2 for wrong usage.
 */
abstract class RemoteCommand implements Callable<Integer> {
  @Mixin
  private RemoteOptions options;

  @Spec
  private CommandSpec spec;

  /** Does the work; throws {@link ServerError} when the server does not. */
  abstract void run(Server server, PrintWriter out);

  @Override
  public final Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Server server = options.server()) {
      run(server, out);
      return 0;
    } catch (ServerError e) {
      out.flush();
      spec.commandLine()
          .getErr()
          .println(
              "%s: %s".formatted(spec.qualifiedName(), Ink.plain(String.valueOf(e.getMessage()))));
      return 1;
    } finally {
      out.flush();
    }
  }

  /** Prints the tree and says true, if JSON was asked for. */
  final boolean printed(JsonNode tree, PrintWriter out) {
    if (!options.json()) {
      return false;
    }
    try {
      out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree always becomes JSON", e);
    }
    return true;
  }

  /** Colours and bars for whoever reads this. */
  final Ink ink() {
    return new Ink(spec.commandLine().getColorScheme().ansi());
  }

  /** Whether an option was given, rather than defaulted. */
  final boolean given(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** What to throw when options do not go together. */
  final ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  final boolean json() {
    return options.json();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
