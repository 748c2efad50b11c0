package io.adaptivelb.collector;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps how reading one target went, and tells the events of it. Thread-safe. */
final class TargetLog {
  private final ClusterId cluster;
  private final Source source;
  private final String target;
  private final CollectorEvents events;
  private @Nullable Instant lastSuccess;
  private @Nullable Instant lastFailure;
  private @Nullable FailureCode code;
  private String message = "";
  private Duration latency = Duration.ZERO;
  private long bytes;
  private long successes;
  private long failures;
  private boolean ok = true;

  TargetLog(ClusterId cluster, Source source, String target, CollectorEvents events) {
    this.cluster = cluster;
    this.source = source;
    this.target = target;
    this.events = events;
  }

  void succeeded(Instant time, Duration took, long size) {
    synchronized (this) {
      lastSuccess = time;
      latency = took;
      bytes = size;
      successes++;
      ok = true;
    }
    events.succeeded(cluster, source, took, size);
  }

  void failed(Instant time, SourceFailure failure) {
    String text = String.valueOf(failure.getMessage());
    synchronized (this) {
      lastFailure = time;
      code = failure.code();
      message = text;
      failures++;
      ok = false;
    }
    events.failed(cluster, source, target, failure.code(), text);
  }

  /** Whether the last attempt succeeded; true before the first. */
  synchronized boolean ok() {
    return ok;
  }

  synchronized TargetStatus status() {
    return new TargetStatus(
        cluster,
        source,
        target,
        lastSuccess,
        lastFailure,
        code,
        message,
        latency,
        bytes,
        successes,
        failures,
        ok && successes > 0);
  }
}
