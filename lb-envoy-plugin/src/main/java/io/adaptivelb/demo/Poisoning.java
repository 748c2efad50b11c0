package io.adaptivelb.demo;

import io.adaptivelb.demo.screen.Screen;
import io.adaptivelb.demo.verdict.Poison;
import io.adaptivelb.prediction.ModelValidator;
import io.adaptivelb.registry.Change;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.ServingScope;
import io.adaptivelb.registry.Transition;
import io.adaptivelb.registry.VersionId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Ships a poisoned model in a running phase, and waits for what the server makes of it. Confined to the phase's thread. */
final class Poisoning {
  private static final String ACTOR = "lb demo";

  private final Screen screen;
  private final Duration shipAt;
  private @Nullable VersionId version;
  private @Nullable Duration shipped;
  private @Nullable Duration back;
  private String guardrail = "";

  /** Ships it so long after the phase began. */
  Poisoning(Screen screen, Duration shipAt) {
    this.screen = screen;
    this.shipAt = shipAt;
  }

  /** Looks at how it goes, so long after the phase began. */
  void look(ModelRegistry registry, Duration elapsed) {
    if (shipped == null) {
      if (elapsed.compareTo(shipAt) >= 0) {
        ship(registry, elapsed);
      }
    } else if (back == null) {
      for (Transition change : registry.history()) {
        if (change.version().equals(version) && change.action().equals("rollback")) {
          back = elapsed;
          String reason = change.change().reason();
          guardrail = reason.substring(0, Math.max(0, reason.indexOf(':')));
          screen.say("Rolled back by itself: " + reason);
        }
      }
    }
  }

  /** What became of it. */
  Poison outcome() {
    return new Poison(shipped, back, guardrail);
  }

  private void ship(ModelRegistry registry, Duration elapsed) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Change change = new Change(ACTOR, "a poisoned model, to see whether it is found out", now);
    VersionId put = registry.put(PoisonedModel.draft(now), new ModelValidator(), change);
    registry.stage(put, ServingScope.EVERYTHING, change);
    version = put;
    shipped = elapsed;
    screen.say(
        "A poisoned model is shipped: %s. It expects slow backends to become fast and fast ones slow; nothing else is wrong with it."
            .formatted(put));
  }
}
