package io.adaptivelb.bus;

import static io.adaptivelb.telemetry.Samples.CLUSTER;
import static io.adaptivelb.telemetry.Samples.ENDPOINT;
import static io.adaptivelb.telemetry.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adaptivelb.bus.TelemetryBus.Subscription;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.FastReading;
import io.adaptivelb.telemetry.HealthTransition;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.Samples;
import io.adaptivelb.telemetry.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link TelemetryBus} keeps; an implementation's test class extends this one and says how to open a bus. */
public abstract class TelemetryBusContract {
  private static final ClusterId OTHER = new ClusterId("cart");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A fresh bus whose subscribers queue up to {@code queueCapacity} batches each; the test closes it. */
  protected abstract TelemetryBus open(int queueCapacity);

  @Test
  void publish_manyBatches_reachEverySubscriberInOrder() {
    try (TelemetryBus bus = open(1_000)) {
      Inbox first = new Inbox();
      Inbox second = new Inbox();
      bus.subscribe("first", first);
      bus.subscribe("second", second);

      for (int i = 0; i < 200; i++) {
        publish(bus, CLUSTER, i);
        publish(bus, OTHER, i);
      }

      for (Inbox inbox : List.of(first, second)) {
        await().atMost(PATIENCE).until(() -> inbox.numbers(CLUSTER).size() >= 200);
        await().atMost(PATIENCE).until(() -> inbox.numbers(OTHER).size() >= 200);
        assertThat(inbox.firstSeen(CLUSTER)).isEqualTo(numbersUpTo(200));
        assertThat(inbox.firstSeen(OTHER)).isEqualTo(numbersUpTo(200));
      }
    }
  }

  @Test
  void publish_everyKindOfSignal_arrivesAsItWas() {
    List<Signal> signals = List.of(
        new Membership(
            CLUSTER,
            NOW,
            List.of(new Endpoint(
                ENDPOINT, new Locality("eu", "a", "rack-1"), Map.of("hardware_class", "large")))),
        Samples.ofEndpoint()
            .outcomes(1, 2, 3, 4, 5)
            .latency(0.25, 1)
            .gauges(7, new Resources(4, 1.5, 0.1, 0.2), CircuitBreaker.HALF_OPEN, NOW.minusNanos(1))
            .sample(),
        new FastReading(CLUSTER, ENDPOINT, NOW, 3, new Outcomes(1, 0, 0, 1, 0), Double.NaN),
        new HealthTransition(CLUSTER, ENDPOINT, NOW, false, "HTTP 503 ünder load"));
    try (TelemetryBus bus = open(10)) {
      Inbox inbox = new Inbox();
      bus.subscribe("inbox", inbox);

      bus.publish(CLUSTER, signals).toCompletableFuture().join();

      await().atMost(PATIENCE).untilAsserted(() -> assertThat(inbox.batches).contains(signals));
    }
  }

  @Test
  void publish_listChangedAfterwards_deliversWhatItWas() throws InterruptedException {
    try (TelemetryBus bus = open(10)) {
      Gate gate = new Gate();
      bus.subscribe("gate", gate);
      publish(bus, CLUSTER, 0);
      gate.entered.await();
      List<Signal> signals = new ArrayList<>(List.of(signal(CLUSTER, 1)));

      bus.publish(CLUSTER, signals).toCompletableFuture().join();
      signals.clear();
      gate.open();

      await().atMost(PATIENCE).until(() -> gate.inbox.numbers(CLUSTER).contains(1));
    }
  }

  @Test
  void publish_signalOfAnotherCluster_isRefusedAndNothingIsDelivered() {
    try (TelemetryBus bus = open(10)) {
      Inbox inbox = new Inbox();
      bus.subscribe("inbox", inbox);

      assertThatThrownBy(() -> bus.publish(CLUSTER, List.of(signal(CLUSTER, 1), signal(OTHER, 2))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cart")
          .hasMessageContaining("checkout");

      publish(bus, CLUSTER, 3);
      await().atMost(PATIENCE).until(() -> inbox.numbers(CLUSTER).contains(3));
      assertThat(inbox.numbers(CLUSTER)).containsOnly(3);
    }
  }

  @Test
  void accept_throws_losesThatBatchOnlyAndHarmsNobody() {
    try (TelemetryBus bus = open(1_000)) {
      Inbox healthy = new Inbox();
      Inbox survivor = new Inbox();
      AtomicInteger thrown = new AtomicInteger();
      bus.subscribe("thrower", (cluster, signals) -> {
        if (number(signals.getFirst()) % 3 == 0) {
          thrown.incrementAndGet();
          throw new IllegalStateException("this subscriber fails on every third batch, on purpose");
        }
        survivor.accept(cluster, signals);
      });
      bus.subscribe("healthy", healthy);

      IntStream.range(0, 30).forEach(i -> publish(bus, CLUSTER, i));

      await().atMost(PATIENCE).until(() -> survivor.numbers(CLUSTER).contains(29));
      await().atMost(PATIENCE).until(() -> healthy.numbers(CLUSTER).contains(29));
      assertThat(thrown).hasValue(10);
      assertThat(survivor.firstSeen(CLUSTER))
          .isEqualTo(numbersUpTo(30).stream().filter(i -> i % 3 != 0).toList());
      assertThat(healthy.firstSeen(CLUSTER)).isEqualTo(numbersUpTo(30));
    }
  }

  @Test
  void accept_slow_losesTheOldestAndCountsThem() throws InterruptedException {
    try (TelemetryBus bus = open(4)) {
      Gate gate = new Gate();
      Inbox quick = new Inbox();
      Subscription slow = bus.subscribe("slow", gate);
      publish(bus, CLUSTER, 0);
      gate.entered.await();
      Subscription other = bus.subscribe("quick", quick);

      for (int i = 1; i <= 10; i++) {
        int next = i;
        publish(bus, CLUSTER, next);
        await().atMost(PATIENCE).until(() -> quick.numbers(CLUSTER).contains(next));
      }
      await().atMost(PATIENCE).until(() -> slow.dropped() == 6);
      gate.open();

      await().atMost(PATIENCE).until(() -> gate.inbox.numbers(CLUSTER).contains(10));
      assertThat(gate.inbox.firstSeen(CLUSTER)).containsExactly(0, 7, 8, 9, 10);
      assertThat(quick.firstSeen(CLUSTER)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
      assertThat(other.dropped()).isZero();
    }
  }

  @Test
  void accept_manyPublishers_isCalledByOneThreadAtATime() throws InterruptedException {
    try (TelemetryBus bus = open(10_000)) {
      AtomicInteger inside = new AtomicInteger();
      AtomicBoolean overlapped = new AtomicBoolean();
      AtomicInteger delivered = new AtomicInteger();
      bus.subscribe("one", (cluster, signals) -> {
        if (inside.incrementAndGet() > 1) {
          overlapped.set(true);
        }
        Thread.onSpinWait();
        inside.decrementAndGet();
        delivered.incrementAndGet();
      });

      List<Thread> publishers = IntStream.range(0, 4)
          .mapToObj(p -> Thread.ofVirtual().start(() -> {
            ClusterId cluster = new ClusterId("cluster-" + p);
            IntStream.range(0, 250).forEach(i -> publish(bus, cluster, i));
          }))
          .toList();
      for (Thread publisher : publishers) {
        publisher.join();
      }

      await().atMost(PATIENCE).until(() -> delivered.get() >= 1_000);
      assertThat(overlapped).isFalse();
    }
  }

  @Test
  void close_batchesInTheQueue_areDeliveredFirst() {
    Inbox inbox = new Inbox();
    try (TelemetryBus bus = open(1_000)) {
      bus.subscribe("inbox", inbox);
      IntStream.range(0, 100).forEach(i -> publish(bus, CLUSTER, i));
    }

    assertThat(inbox.firstSeen(CLUSTER)).isEqualTo(numbersUpTo(100));
  }

  @Test
  void close_twice_isClosed() {
    TelemetryBus bus = open(10);
    bus.close();
    bus.close();

    assertThatThrownBy(() -> bus.publish(CLUSTER, List.of(signal(CLUSTER, 1)))
            .toCompletableFuture()
            .join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> bus.subscribe("late", new Inbox()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closeSubscription_callUnderWay_returnsAfterIt() throws InterruptedException {
    try (TelemetryBus bus = open(10)) {
      Gate gate = new Gate();
      Subscription subscription = bus.subscribe("gate", gate);
      publish(bus, CLUSTER, 0);
      gate.entered.await();
      publish(bus, CLUSTER, 1);

      Thread closer = Thread.ofVirtual().start(subscription::close);
      assertThat(closer.join(Duration.ofMillis(50))).isFalse();
      gate.open();

      assertThat(closer.join(PATIENCE)).isTrue();
      publish(bus, CLUSTER, 2);
      assertThat(gate.inbox.numbers(CLUSTER)).containsExactly(0);
    }
  }

  @Test
  void closeSubscription_fromWithinTheSubscriber_endsItWithoutDeadlock() {
    try (TelemetryBus bus = open(10)) {
      Inbox inbox = new Inbox();
      Subscription[] self = new Subscription[1];
      CountDownLatch subscribed = new CountDownLatch(1);
      self[0] = bus.subscribe("self", (cluster, signals) -> {
        awaitLatch(subscribed);
        inbox.accept(cluster, signals);
        self[0].close();
      });
      subscribed.countDown();
      IntStream.range(0, 5).forEach(i -> publish(bus, CLUSTER, i));

      await().atMost(PATIENCE).until(() -> !inbox.numbers(CLUSTER).isEmpty());
    }
  }

  private static void publish(TelemetryBus bus, ClusterId cluster, int number) {
    bus.publish(cluster, List.of(signal(cluster, number))).toCompletableFuture().join();
  }

  private static Signal signal(ClusterId cluster, int number) {
    return new HealthTransition(cluster, ENDPOINT, NOW, true, "" + number);
  }

  private static int number(Signal signal) {
    return Integer.parseInt(((HealthTransition) signal).reason());
  }

  private static List<Integer> numbersUpTo(int end) {
    return IntStream.range(0, end).boxed().toList();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("waited in vain for " + PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Remembers what arrived. */
  private static final class Inbox implements TelemetryBus.Subscriber {
    final List<List<Signal>> batches = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void accept(ClusterId cluster, List<Signal> signals) {
      batches.add(signals);
    }

    List<Integer> numbers(ClusterId cluster) {
      synchronized (batches) {
        return batches.stream()
            .flatMap(List::stream)
            .filter(signal -> signal.cluster().equals(cluster))
            .map(TelemetryBusContract::number)
            .toList();
      }
    }

    /** Delivery is at least once: a repetition is allowed, another order of the first deliveries is not. */
    List<Integer> firstSeen(ClusterId cluster) {
      return numbers(cluster).stream().distinct().toList();
    }
  }

  /** Holds its first call until it is opened. */
  private static final class Gate implements TelemetryBus.Subscriber {
    final CountDownLatch entered = new CountDownLatch(1);
    final Inbox inbox = new Inbox();
    private final CountDownLatch opened = new CountDownLatch(1);

    @Override
    public void accept(ClusterId cluster, List<Signal> signals) {
      entered.countDown();
      awaitLatch(opened);
      inbox.accept(cluster, signals);
    }

    void open() {
      opened.countDown();
    }
  }
}
