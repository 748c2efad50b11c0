package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.models.ModelOrder;
import io.adaptivelb.models.ModelOrder.Target;
import io.adaptivelb.registry.ServingScope;
import io.adaptivelb.registry.VersionId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that brings a version to another stage. */
abstract class ModelStaging extends ModelsChange {
  @Parameters(index = "0", paramLabel = "VERSION", description = "As lb model list shows it.")
  private String version;

  @ArgGroup(multiplicity = "1")
  private Where where;

  /** Where it shall stand. */
  abstract Target target();

  @Override
  final JsonNode change(Models models, String owner, String reason) {
    ModelOrder order;
    try {
      ServingScope scope = where.everything || where.cluster == null
          ? ServingScope.EVERYTHING
          : ServingScope.of(new ClusterId(where.cluster));
      order = new ModelOrder(new VersionId(version), scope, target());
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
    return models.carryOut(order, owner, reason);
  }

  /** {@code --everything} or {@code --cluster NAME}, as it was given. */
  final String whereGiven() {
    return where.everything || where.cluster == null
        ? "--everything"
        : "--cluster " + Ink.plain(where.cluster);
  }

  /** Whom it serves: one cluster, or all that have no model of their own, if that is said. */
  static final class Where {
    @Option(
        names = "--cluster",
        required = true,
        paramLabel = "CLUSTER",
        description = "For this cluster alone.")
    private @Nullable String cluster;

    @Option(
        names = "--everything",
        required = true,
        description = "For every cluster without a model of its own.")
    private boolean everything;
  }
}
