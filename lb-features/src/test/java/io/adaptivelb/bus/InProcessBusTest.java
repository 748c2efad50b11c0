package io.adaptivelb.bus;

import static io.adaptivelb.telemetry.Samples.CLUSTER;
import static io.adaptivelb.telemetry.Samples.ENDPOINT;
import static io.adaptivelb.telemetry.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.bus.TelemetryBus.Subscription;
import io.adaptivelb.telemetry.HealthTransition;
import io.adaptivelb.telemetry.Signal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class InProcessBusTest extends TelemetryBusContract {
  private static final List<Signal> BATCH =
      List.of(new HealthTransition(CLUSTER, ENDPOINT, NOW, true, "up"));

  @Override
  protected TelemetryBus open(int queueCapacity) {
    return new InProcessBus(queueCapacity, Duration.ofSeconds(30));
  }

  @Test
  void publish_beforeAnybodySubscribed_isGone() {
    AtomicInteger delivered = new AtomicInteger();
    try (TelemetryBus bus = open(10)) {
      bus.publish(CLUSTER, BATCH).toCompletableFuture().join();
      bus.subscribe("late", (cluster, signals) -> delivered.incrementAndGet());
    }

    assertThat(delivered).hasValue(0);
  }

  @Test
  void close_subscriberHangs_isInterruptedAndItsQueueDropped() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    TelemetryBus bus = new InProcessBus(10, Duration.ofMillis(20));
    Subscription hanging = bus.subscribe("hanging", (cluster, signals) -> {
      entered.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
    });
    bus.publish(CLUSTER, BATCH);
    bus.publish(CLUSTER, BATCH);
    entered.await();

    bus.close();

    interrupted.await();
    assertThat(hanging.dropped()).isEqualTo(1);
  }

  @Test
  void close_bySubscriber_doesNotDeadlock() throws InterruptedException {
    TelemetryBus bus = open(10);
    CountDownLatch closed = new CountDownLatch(1);
    bus.subscribe("closer", (cluster, signals) -> {
      bus.close();
      closed.countDown();
    });
    bus.publish(CLUSTER, BATCH);

    closed.await();
  }

  @Test
  void closeSubscription_byInterruptedThread_keepsTheInterrupt() throws InterruptedException {
    AtomicBoolean stillInterrupted = new AtomicBoolean();
    try (TelemetryBus bus = open(10)) {
      Subscription subscription = bus.subscribe("s", (cluster, signals) -> {});
      Thread closer = Thread.ofPlatform().start(() -> {
        Thread.currentThread().interrupt();
        subscription.close();
        stillInterrupted.set(Thread.currentThread().isInterrupted());
      });
      closer.join();
    }

    assertThat(stillInterrupted).isTrue();
  }

  @Test
  void new_brokenSettings_areRefused() {
    assertThatThrownBy(() -> open(0)).hasMessageContaining("queueCapacity is 0");
    assertThatThrownBy(() -> new InProcessBus(1, Duration.ZERO)).hasMessageContaining("PT0S");
  }
}
