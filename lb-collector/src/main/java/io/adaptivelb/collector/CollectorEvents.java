package io.adaptivelb.collector;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.telemetry.Signal;
import java.time.Duration;

/**
 * What a collector tells whoever counts: the seam where metrics come in. Called from the collector's threads; must be
 * quick and must not throw.
 */
public interface CollectorEvents {
  /** Listens to nothing. */
  CollectorEvents NONE = new CollectorEvents() {};

  /** A source was read. */
  default void succeeded(ClusterId cluster, Source source, Duration latency, long bytes) {}

  /** A source could not be read; its target gives no sample this time. */
  default void failed(
      ClusterId cluster, Source source, String target, FailureCode code, String message) {}

  /** The bus took signals of one kind ({@code "TelemetrySample"}, {@code "FastReading"}, …). */
  default void published(ClusterId cluster, Class<? extends Signal> kind, int count) {}

  /** The bus refused a batch. */
  default void publishFailed(ClusterId cluster, int signals, Throwable cause) {}

  /** A health check changed its mind. */
  default void healthChanged(
      ClusterId cluster, EndpointId endpoint, boolean healthy, String reason) {}

  /** Discovery sees other members than before. */
  default void membershipChanged(ClusterId cluster, int joined, int left, int members) {}
}
