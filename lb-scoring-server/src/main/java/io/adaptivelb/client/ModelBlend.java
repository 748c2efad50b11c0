package io.adaptivelb.client;

import io.adaptivelb.api.ModelChangeResult;
import io.adaptivelb.models.ModelOrder.Target;
import io.adaptivelb.rollout.Blend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lb model blend}: takes a canary one step up, or any number of steps down. */
@Command(
    name = "blend",
    description = "Takes a canary one step up, or any number of steps down.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  lb model blend 20261125-151200-1c291ca3aa01 --to 5 --everything \\",
      "      --reason 'no slower at 1 %%'"
    })
final class ModelBlend extends ModelStaging {
  @Option(
      names = "--to",
      required = true,
      paramLabel = "PERCENT",
      description = "How much of its weights counts: 1, 5, 25, 50 or 100.")
  private int percent;

  @Override
  Target target() {
    return new Target.Step(Blend.ofPercent(percent));
  }

  @Override
  String next(ModelChangeResult result) {
    String version = Ink.plain(result.version());
    return Blend.ofPercent(percent)
        .next()
        .map(step -> "lb model blend %s --to %d %s --reason TEXT"
            .formatted(version, step.percent(), whereGiven()))
        .orElse("lb model promote %s %s --reason TEXT".formatted(version, whereGiven()));
  }
}
