package io.adaptivelb.loop;

import io.adaptivelb.control.ControlLoop;
import io.adaptivelb.control.LoopStability;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.overrides.WeightOverride;
import io.adaptivelb.telemetry.Signal;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the scoring loop needs of the heart of one cluster: {@link ControlLoop}'s methods, with the same contracts. */
interface ClusterControl {
  /** As {@link ControlLoop#restore}. */
  void restore(WeightSnapshot last);

  /** As {@link ControlLoop#accept}. */
  void accept(Signal signal);

  /** As {@link ControlLoop#react}. */
  Optional<WeightSnapshot> react(Instant now);

  /** As {@link ControlLoop#tick}. */
  Optional<WeightSnapshot> tick(Instant now);

  /** As {@link ControlLoop#override}. */
  Optional<WeightSnapshot> override(List<WeightOverride> all, Instant now);

  /** As {@link ControlLoop#preview}. */
  Optional<WeightSnapshot> preview(List<WeightOverride> all, Instant now);

  /** As {@link ControlLoop#explain}. */
  Explanation explain(EndpointId endpoint);

  /** As {@link ControlLoop#stability}. */
  LoopStability stability();

  /** Makes the heart of a cluster. */
  @FunctionalInterface
  interface Factory {
    /** A new one, that knows nothing yet. */
    ClusterControl of(ClusterId cluster);
  }

  /** The real one. */
  static ClusterControl of(ControlLoop loop) {
    return new ClusterControl() {
      @Override
      public void restore(WeightSnapshot last) {
        loop.restore(last);
      }

      @Override
      public void accept(Signal signal) {
        loop.accept(signal);
      }

      @Override
      public Optional<WeightSnapshot> react(Instant now) {
        return loop.react(now);
      }

      @Override
      public Optional<WeightSnapshot> tick(Instant now) {
        return loop.tick(now);
      }

      @Override
      public Optional<WeightSnapshot> override(List<WeightOverride> all, Instant now) {
        return loop.override(all, now);
      }

      @Override
      public Optional<WeightSnapshot> preview(List<WeightOverride> all, Instant now) {
        return loop.preview(all, now);
      }

      @Override
      public Explanation explain(EndpointId endpoint) {
        return loop.explain(endpoint);
      }

      @Override
      public LoopStability stability() {
        return loop.stability();
      }
    };
  }
}
