package io.adaptivelb.admin;

import com.codahale.metrics.health.HealthCheck;
import io.adaptivelb.api.ModelStage;

/** Whether the registry can be read and every active model serve; what else is odd in it is a note. */
final class ModelsCheck extends HealthCheck {
  static final String NAME = "models";
  private static final int MAX_TOLD = 3;

  private final ModelWatch watch;

  ModelsCheck(ModelWatch watch) {
    this.watch = watch;
  }

  @Override
  protected Result check() {
    ModelWatch.View view = watch.view();
    if (view.failure().isPresent()) {
      return Result.unhealthy(view.failure().get());
    }
    if (!view.broken().isEmpty()) {
      return Result.unhealthy(String.join("; ", view.broken()));
    }
    StringBuilder message = new StringBuilder("%d versions, %d active"
        .formatted(view.total(), view.versions().getOrDefault(ModelStage.Kind.ACTIVE, 0)));
    int problems = view.problems().size();
    view.problems().stream()
        .limit(MAX_TOLD)
        .forEach(problem -> message.append("; ").append(problem));
    if (problems > MAX_TOLD) {
      message.append("; and %d more problems".formatted(problems - MAX_TOLD));
    }
    // Not as a format: paths may have per cent signs.
    return Result.builder().healthy().withMessage(message.toString()).build();
  }
}
