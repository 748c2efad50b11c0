package io.adaptivelb.demo.backend;

import io.micrometer.core.instrument.LongTaskTimer;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** One life of a backend: its workers, its queue and its meters. Thread-safe. */
final class BackendProcess implements AutoCloseable {
  /** The answer of a server whose queue is full. */
  static final int OVERLOADED = 503;

  private static final int OK = 200;
  private static final int FAILED = 500;

  private final BackendSpec spec;
  private final Supplier<Condition> condition;
  private final BooleanSupplier failsNow;
  private final WorkerPool workers;
  private final BackendMetrics metrics;

  BackendProcess(BackendSpec spec, Supplier<Condition> condition, BooleanSupplier failsNow) {
    this.spec = spec;
    this.condition = condition;
    this.failsNow = failsNow;
    this.workers = new WorkerPool(spec.name(), spec.cores(), spec.queueCapacity());
    this.metrics = new BackendMetrics(spec.cores(), System.currentTimeMillis());
  }

  /** Its name. */
  String name() {
    return spec.name();
  }

  /**
   * Serves a request of {@code work} times the mean.
   *
   * @param answer called once with the status, on any thread; never when the process dies before
   */
  void serve(double work, IntConsumer answer) {
    long arrived = System.nanoTime();
    if (failsNow.getAsBoolean()) {
      finish(FAILED, arrived, answer);
      return;
    }
    long demand = Math.round(work * spec.meanService().toNanos());
    LongTaskTimer.Sample active = metrics.started();
    if (!workers.submit(new Request(demand, arrived, active, answer))) {
      active.stop();
      finish(OVERLOADED, arrived, answer);
    }
  }

  int inFlight() {
    return metrics.inFlight();
  }

  int queued() {
    return workers.queued();
  }

  void sample() {
    metrics.sample(System.nanoTime(), workers.busy());
  }

  String page() {
    return metrics.page();
  }

  @Override
  public void close() {
    workers.close();
  }

  private void finish(int status, long arrived, IntConsumer answer) {
    metrics.record(status, System.nanoTime() - arrived);
    answer.accept(status);
  }

  private final class Request implements WorkerPool.Job {
    private final long demandNanos;
    private final long arrived;
    private final LongTaskTimer.Sample active;
    private final IntConsumer answer;
    private long cpuNanos;

    Request(long demandNanos, long arrived, LongTaskTimer.Sample active, IntConsumer answer) {
      this.active = active;
      this.demandNanos = demandNanos;
      this.arrived = arrived;
      this.answer = answer;
    }

    @Override
    public long wallNanos() {
      Condition now = condition.get();
      double wall = demandNanos / now.speed();
      cpuNanos = Math.round(wall * now.cpuSeen());
      return Math.round(wall);
    }

    @Override
    public void served() {
      metrics.cpu().add(cpuNanos);
      active.stop();
      finish(OK, arrived, answer);
    }
  }
}
