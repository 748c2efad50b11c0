package io.adaptivelb.client;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command on a model registry: that of a server, or with {@code --data} the one in a folder. */
abstract class ModelsCommand extends RemoteCommand {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Work on this data directory instead of asking a server.")
  private @Nullable Path data;

  /** Does the work. */
  abstract void run(Models models, PrintWriter out);

  /** Whether a registry that is not there is made. */
  boolean makes() {
    return false;
  }

  @Override
  final void run(Server server, PrintWriter out) {
    if (data == null) {
      run(new RemoteModels(server), out);
      return;
    }
    if (given("--server")) {
      throw misused(
          "--server and --data cannot be given both: one is a server's, the other a folder");
    }
    run(LocalModels.open(data, makes()), out);
  }
}
