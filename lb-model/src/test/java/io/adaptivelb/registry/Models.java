package io.adaptivelb.registry;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.rollout.Blend;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Small models, and who puts them. */
final class Models {
  static final Instant TIME = Instant.parse("2026-11-25T15:12:00Z");
  static final ClusterId CHECKOUT = new ClusterId("checkout");
  static final ServingScope ALL = ServingScope.EVERYTHING;
  static final Validator NO_OBJECTION = content -> List.of();

  private Models() {}

  /** A model with two files; another number is another model. */
  static ModelDraft draft(int number) {
    return draft(Map.of(
        "demand.ubj", bytes("demand " + number),
        "latency.ubj", bytes("latency " + number)));
  }

  static ModelDraft draft(Map<String, byte[]> files) {
    return new ModelDraft(
        TIME,
        FeatureSchema.CURRENT.id(),
        new DataRange(TIME.minusSeconds(86_400), TIME, 1_000_000, "simulator"),
        Map.of("max_depth", "6", "eta", "0.1"),
        Map.of("mae", 0.125, "auc", 0.91),
        List.of(1L, 2L),
        new Provenance("lb train", "0.1.0", Optional.of("c9a6b7fbb9")),
        List.of(
            new Head("service_demand", "seconds of CPU a request", new TreeMap<>(files).lastKey())),
        files,
        Optional.empty());
  }

  static Change change(String reason) {
    return new Change("alice", reason, TIME);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Puts a model and takes it all the way. */
  static VersionId activate(ModelRegistry registry, int number, ServingScope scope) {
    VersionId version = registry.put(draft(number), NO_OBJECTION, change("trained"));
    registry.stage(version, scope, change("try"));
    climb(registry, version, scope);
    registry.promote(version, scope, change("good"));
    return version;
  }

  /** From the shadow to a canary at 100 %. */
  static void climb(ModelRegistry registry, VersionId version, ServingScope scope) {
    registry.startCanary(version, scope, 50, change("try"));
    for (Blend blend : Blend.values()) {
      if (blend != Blend.ONE) {
        registry.blend(version, scope, blend, change("good"));
      }
    }
  }
}
