package io.adaptivelb.rpc;

import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what the API answers. Thread-safe. */
final class RpcMetrics {
  private final MeterRegistry meters;
  private final AtomicInteger streams = new AtomicInteger();
  private final Counter pushed;
  private final Counter skipped;

  RpcMetrics(MeterRegistry meters) {
    this.meters = meters;
    pushed = Counter.builder("adaptivelb.rpc.pushed")
        .description("Snapshots sent to watching clients")
        .register(meters);
    skipped = Counter.builder("adaptivelb.rpc.skipped")
        .description("Snapshots that a watching client was too slow for")
        .register(meters);
    Gauge.builder("adaptivelb.rpc.streams", streams, AtomicInteger::get)
        .description("Watches that are open")
        .register(meters);
  }

  Method method(String name) {
    return new Method(name);
  }

  void pushed() {
    pushed.increment();
  }

  void skipped() {
    skipped.increment();
  }

  void opened() {
    streams.incrementAndGet();
  }

  void closed() {
    streams.decrementAndGet();
  }

  /** The counters of one method. */
  final class Method {
    private final String name;
    private final Counter ok;

    private Method(String name) {
      this.name = name;
      ok = counter(Status.Code.OK);
    }

    void ok() {
      ok.increment();
    }

    void failed(Status.Code code) {
      counter(code).increment();
    }

    private Counter counter(Status.Code code) {
      return Counter.builder("adaptivelb.rpc.requests")
          .description("Requests of the scoring service by the status of the answer")
          .tag("method", name)
          .tag("code", code.name())
          .register(meters);
    }
  }
}
