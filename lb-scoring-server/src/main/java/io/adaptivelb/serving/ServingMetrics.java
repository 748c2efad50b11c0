package io.adaptivelb.serving;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.prediction.ModelState;
import io.adaptivelb.prediction.Voice;
import io.adaptivelb.rollout.Blend;
import io.adaptivelb.rollout.Decision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the models in service do, as meters; NaN where there is no such model. Thread-safe. */
final class ServingMetrics {
  private final MeterRegistry meters;
  private final Set<ClusterId> watched = ConcurrentHashMap.newKeySet();

  ServingMetrics(MeterRegistry meters, Supplier<List<String>> problems) {
    this.meters = meters;
    Gauge.builder("adaptivelb.serving.problems", () -> problems.get().size())
        .description(
            "What keeps models from serving, or a rollout's decision from being carried out")
        .register(meters);
  }

  /** Shows a cluster's state from now on. */
  void watch(ClusterId cluster, Supplier<Optional<ModelState>> state) {
    if (!watched.add(cluster)) {
      return;
    }
    Tags tags = Tags.of("cluster", cluster.value());
    voice(cluster, "active", state, ModelState::active);
    voice(cluster, "candidate", state, ModelState::candidate);
    gauge(
        "adaptivelb.rollout.blend.ratio",
        "Largest share of the candidate in the weights at the present step; 0 in the shadow",
        tags,
        () -> state
            .get()
            .flatMap(now -> now.lineup().candidate())
            .map(candidate -> candidate.blend().map(Blend::share).orElse(0.0))
            .orElse(null));
    gauge(
        "adaptivelb.rollout.distance.ratio",
        "Share of the traffic that the candidate would send elsewhere",
        tags,
        () -> state
            .get()
            .flatMap(ModelState::trial)
            .map(ModelState.Progress::distance)
            .orElse(null));
  }

  /** A decision that was carried out. */
  void decided(Decision decision) {
    String guardrail =
        decision instanceof Decision.RollBack back ? back.guardrail().label() : "none";
    String what = switch (decision) {
      case Decision.Hold hold -> "hold";
      case Decision.Advance advance -> "advance";
      case Decision.Promote promote -> "promote";
      case Decision.RollBack back -> "roll_back";
    };
    Counter.builder("adaptivelb.rollout.decisions")
        .description("Decisions of rollouts that were carried out")
        .tag("decision", what)
        .tag("guardrail", guardrail)
        .register(meters)
        .increment();
  }

  private void voice(
      ClusterId cluster,
      String role,
      Supplier<Optional<ModelState>> state,
      Function<ModelState, Optional<Voice>> voice) {
    Tags tags = Tags.of("cluster", cluster.value(), "role", role);
    Supplier<Optional<Voice>> now = () -> state.get().flatMap(voice);
    gauge(
        "adaptivelb.model.trust",
        "How far a model is believed, by its own record",
        tags,
        () -> now.get().map(Voice::trust).orElse(null));
    gauge(
        "adaptivelb.model.forecasts",
        "Endpoints of which a model expects a change, as far as it is believed",
        tags,
        () -> now.get().map(Voice::forecasts).orElse(null));
    gauge(
        "adaptivelb.model.strange.ratio",
        "Share of what the cluster shows lately that is nothing a model was trained on",
        tags,
        () -> now.get().map(Voice::strangeShare).orElse(null));
  }

  private void gauge(String name, String description, Tags tags, Supplier<@Nullable Number> value) {
    Gauge.builder(name, value).description(description).tags(tags).register(meters);
  }
}
