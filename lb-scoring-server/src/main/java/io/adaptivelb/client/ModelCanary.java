package io.adaptivelb.client;

import io.adaptivelb.api.ModelChangeResult;
import io.adaptivelb.models.ModelOrder.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lb model canary}: blends 1 % of a shadow's weights in, for a share of the proxies. */
@Command(
    name = "canary",
    description = "Blends 1 %% of a shadow's weights in, for a share of the proxies.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  lb model canary 20261125-151200-1c291ca3aa01 --everything \\",
      "      --proxies 50 --reason 'calm in the shadow'"
    })
final class ModelCanary extends ModelStaging {
  @Option(
      names = "--proxies",
      required = true,
      paramLabel = "PERCENT",
      description = "For which share of the proxies: 1…100.")
  private int proxies;

  @Override
  Target target() {
    if (proxies < 1 || proxies > 100) {
      throw new IllegalArgumentException("--proxies %d is not in 1…100".formatted(proxies));
    }
    return new Target.Canary(proxies);
  }

  @Override
  String next(ModelChangeResult result) {
    return "lb model blend %s --to 5 %s --reason TEXT"
        .formatted(Ink.plain(result.version()), whereGiven());
  }
}
