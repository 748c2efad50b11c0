package io.adaptivelb.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.config.LoopSettings;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.overrides.Action;
import io.adaptivelb.overrides.Scope;
import io.adaptivelb.overrides.WeightOverride;
import io.adaptivelb.table.PublishedWeights;
import io.adaptivelb.table.WeightTable;
import io.adaptivelb.telemetry.HealthTransition;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.weights.Rung;
import io.adaptivelb.weights.WeightSnapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ScoringLoopTest {
  private static final ClusterId SHOP = new ClusterId("shop");
  private static final ClusterId MAIL = new ClusterId("mail");
  private static final EndpointId ONE = new EndpointId("10.0.0.1", 80);

  private final FakeWorker worker = new FakeWorker();
  private final FakeWorker disk = new FakeWorker();
  private final FakeBus bus = new FakeBus();
  private final WeightTable table = new WeightTable();
  private final FakeArchive archive = new FakeArchive();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Map<ClusterId, List<FakeHeart>> hearts = new HashMap<>();
  private final ScoringLoop loop = loop();

  @Test
  void membership_isReactedToAtOnceAndTickedInTime() {
    loop.start(bus);
    bus.publish(SHOP, List.of(members(SHOP)));
    worker.run();
    assertThat(heart(SHOP).calls).containsExactly("react");
    worker.advance(Duration.ofSeconds(5));
    assertThat(heart(SHOP).calls).contains("tick").filteredOn("react"::equals).hasSize(1 + 20);
    assertThat(table.find(SHOP)).isPresent();
    assertThat(loop.lastTicks()).containsEntry(SHOP, worker.instant());
  }

  @Test
  void stability_isShownFromTheFirstTickOn() {
    loop.start(bus);
    bus.publish(SHOP, List.of(members(SHOP)));
    worker.run();
    assertThat(loop.stability(SHOP)).isEmpty();

    worker.advance(Duration.ofSeconds(5));

    assertThat(loop.stability(SHOP)).contains(heart(SHOP).stability());
    assertThat(meters
            .get("adaptivelb.loop.gain.factor")
            .tag("cluster", "shop")
            .gauge()
            .value())
        .isEqualTo(0.5);
    assertThat(meters.get("adaptivelb.loop.margin").gauge().value())
        .isEqualTo(1 / 1.2, within(1e-9));
  }

  @Test
  void healthTransition_isReactedToAtOnce() {
    loop.start(bus);
    bus.publish(SHOP, List.of(members(SHOP)));
    bus.publish(SHOP, List.of(new HealthTransition(SHOP, ONE, worker.instant(), false, "refused")));
    worker.run();
    assertThat(heart(SHOP).calls).containsExactly("react", "react");
  }

  @Test
  void tickThatThrows_leavesTheLastWeightsAsLastGoodAndTheOthersAlone() {
    loop.start(bus);
    bus.publish(SHOP, List.of(members(SHOP)));
    bus.publish(MAIL, List.of(members(MAIL)));
    worker.advance(Duration.ofSeconds(5));
    WeightSnapshot before = table.find(SHOP).orElseThrow();
    FakeHeart broken = heart(SHOP);
    broken.broken = true;

    worker.advance(Duration.ofSeconds(5));
    WeightSnapshot lastGood = table.find(SHOP).orElseThrow();
    assertThat(lastGood.rung()).isEqualTo(Rung.LAST_GOOD);
    assertThat(lastGood.version()).isGreaterThan(before.version());
    assertThat(lastGood.endpoints()).isEqualTo(before.endpoints());
    assertThat(table.find(MAIL).orElseThrow().rung()).isEqualTo(Rung.ANALYTIC);
    assertThat(meters
            .counter("adaptivelb.loop.failures", "cluster", "shop", "phase", "tick")
            .count())
        .isEqualTo(1);

    // A new heart goes on from there.
    assertThat(heart(SHOP)).isNotSameAs(broken);
    assertThat(loop.failure()).isEmpty();
    assertThat(heart(SHOP).restored).isEqualTo(lastGood);
    worker.advance(Duration.ofSeconds(5));
    WeightSnapshot after = table.find(SHOP).orElseThrow();
    assertThat(after.rung()).isEqualTo(Rung.ANALYTIC);
    assertThat(after.version()).isGreaterThan(lastGood.version());
  }

  @Test
  void heartThatStaysBroken_doesNotRaiseTheVersionAgainAndAgain() {
    loop.start(bus);
    bus.publish(SHOP, List.of(members(SHOP)));
    worker.advance(Duration.ofSeconds(5));
    for (int i = 0; i < 3; i++) {
      heart(SHOP).broken = true;
      worker.advance(Duration.ofSeconds(5));
    }
    long version = table.find(SHOP).orElseThrow().version();
    heart(SHOP).broken = true;
    worker.advance(Duration.ofSeconds(5));
    assertThat(table.find(SHOP).orElseThrow().version()).isEqualTo(version);
    assertThat(loop.failure().orElseThrow()).contains("shop", "tick failed", "broken heart");

    worker.advance(Duration.ofSeconds(5));
    assertThat(loop.failure()).isEmpty();
  }

  @Test
  void signalThatThrows_isSkippedAndCounted() {
    loop.start(bus);
    bus.publish(SHOP, List.of(members(SHOP)));
    worker.run();
    heart(SHOP).broken = true;
    bus.publish(SHOP, List.of(members(SHOP)));
    worker.run();
    heart(SHOP).broken = false;
    worker.advance(Duration.ofSeconds(5));
    assertThat(meters
            .counter("adaptivelb.loop.failures", "cluster", "shop", "phase", "accept")
            .count())
        .isEqualTo(1);
    assertThat(hearts.get(SHOP)).hasSize(1);
  }

  @Test
  void restore_servesArchivedWeightsUnderAVersionAboveAllThatWerePublished() {
    WeightSnapshot last = Snapshots.rich(SHOP, 41, 3);
    archive.saved.put(SHOP, last);
    loop.restore(List.of(SHOP, MAIL));
    WeightSnapshot restored = table.find(SHOP).orElseThrow();
    assertThat(restored.endpoints()).isEqualTo(last.endpoints());
    assertThat(restored.rung()).isEqualTo(Rung.LAST_GOOD);
    assertThat(restored.version()).isEqualTo(worker.instant().toEpochMilli());
    assertThat(heart(SHOP).restored).isEqualTo(restored);
    assertThat(table.find(MAIL)).isEmpty();
    assertThat(loop.knows(MAIL)).isTrue();
  }

  @Test
  void restore_whenTheClockWentBack_stillRaisesTheVersion() {
    long future = worker.instant().toEpochMilli() + 1_000_000;
    archive.saved.put(SHOP, Snapshots.rich(SHOP, future, 3));
    loop.restore(List.of(SHOP));
    assertThat(table.find(SHOP).orElseThrow().version()).isEqualTo(future + 1);
  }

  @Test
  void publishedWeights_areOnDiskWithinTheInterval() {
    loop.start(bus);
    bus.publish(SHOP, List.of(members(SHOP)));
    worker.advance(Duration.ofSeconds(5));
    assertThat(archive.saved).isEmpty();
    disk.advance(LoopSettings.DEFAULTS.persistInterval());
    assertThat(archive.saved).containsEntry(SHOP, table.find(SHOP).orElseThrow());
  }

  @Test
  void publishedWeights_afterAQuietInterval_areSavedAtOnce() {
    loop.start(bus);
    bus.publish(SHOP, List.of(members(SHOP)));
    worker.advance(Duration.ofSeconds(5));
    disk.run();
    WeightSnapshot first = table.find(SHOP).orElseThrow();
    assertThat(archive.saved).containsEntry(SHOP, first);

    worker.advance(Duration.ofSeconds(5));
    disk.run();
    assertThat(archive.saved).as("within the interval").containsEntry(SHOP, first);
    // One pass saves what waits, another finds nothing to do.
    disk.advance(LoopSettings.DEFAULTS.persistInterval().multipliedBy(2));
    worker.advance(Duration.ofSeconds(5));
    disk.run();
    assertThat(archive.saved).containsEntry(SHOP, table.find(SHOP).orElseThrow());
  }

  @Test
  void diskThatFails_isTriedAgainWithTheNewest() {
    loop.start(bus);
    bus.publish(SHOP, List.of(members(SHOP)));
    worker.advance(Duration.ofSeconds(5));
    archive.full = true;
    disk.advance(LoopSettings.DEFAULTS.persistInterval());
    worker.advance(Duration.ofSeconds(5));
    archive.full = false;
    disk.advance(LoopSettings.DEFAULTS.persistInterval());
    assertThat(archive.saved).containsEntry(SHOP, table.find(SHOP).orElseThrow());
    // At once, and at the end of the interval.
    assertThat(meters.counter("adaptivelb.weights.persist.failures").count()).isEqualTo(2);
  }

  @Test
  void override_isInForceWhenItCompletes() throws Exception {
    loop.start(bus);
    bus.publish(SHOP, List.of(members(SHOP)));
    CompletableFuture<Map<ClusterId, WeightSnapshot>> after = loop.override(List.of(drain()));
    worker.run();
    assertThat(after.get()).containsEntry(SHOP, table.find(SHOP).orElseThrow());
    assertThat(table.find(SHOP).orElseThrow().endpoints().get(0).weight()).isEqualTo(2);
  }

  @Test
  void override_reachesClustersThatComeLaterAndHeartsThatStartOver() {
    loop.start(bus);
    var unused = loop.override(List.of(drain()));
    worker.run();
    bus.publish(SHOP, List.of(members(SHOP)));
    worker.advance(Duration.ofSeconds(5));
    assertThat(table.find(SHOP).orElseThrow().endpoints().get(0).weight()).isEqualTo(2);
    heart(SHOP).broken = true;
    worker.advance(Duration.ofSeconds(10));
    assertThat(hearts.get(SHOP)).hasSize(2);
    assertThat(table.find(SHOP).orElseThrow().endpoints().get(0).weight()).isEqualTo(2);
  }

  @Test
  void override_thatTheLoopHasNoTimeFor_isTakenUpAtTheNextTick() {
    loop.start(bus);
    bus.publish(SHOP, List.of(members(SHOP)));
    worker.run();
    for (int i = 0; i < 1_024; i++) {
      var unused = loop.preview(List.of());
    }
    CompletableFuture<?> refused = loop.override(List.of(drain()));
    assertThatThrownBy(refused::get).hasCauseInstanceOf(RejectedExecutionException.class);
    worker.advance(Duration.ofSeconds(5));
    assertThat(table.find(SHOP).orElseThrow().endpoints().get(0).weight()).isEqualTo(2);
  }

  @Test
  void preview_changesNothing() throws Exception {
    loop.start(bus);
    bus.publish(SHOP, List.of(members(SHOP)));
    worker.advance(Duration.ofSeconds(5));
    WeightSnapshot before = table.find(SHOP).orElseThrow();
    CompletableFuture<Map<ClusterId, WeightSnapshot>> preview = loop.preview(List.of(drain()));
    worker.run();
    assertThat(preview.get().values())
        .singleElement()
        .satisfies(after -> assertThat(after.endpoints().get(0).weight()).isEqualTo(2));
    assertThat(table.find(SHOP)).contains(before);
  }

  @Test
  void explain_ofWhatIsNotThere_fails() {
    CompletableFuture<?> answer = loop.explain(SHOP, ONE);
    worker.run();
    assertThatThrownBy(answer::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("there is no cluster shop");
  }

  @Test
  void clustersBeyondTheLimit_areRefusedAndCounted() {
    loop.start(bus);
    for (int i = 0; i < 3; i++) {
      ClusterId cluster = new ClusterId("c" + i);
      bus.publish(cluster, List.of(members(cluster)));
    }
    worker.run();
    assertThat(loop.clusters()).hasSize(2);
    assertThat(meters.counter("adaptivelb.loop.clusters.refused").count()).isEqualTo(1);
  }

  @Test
  void close_savesWhatIsInForceAndRefusesQuestions() {
    loop.start(bus);
    bus.publish(SHOP, List.of(members(SHOP)));
    worker.advance(Duration.ofSeconds(5));
    loop.close();
    assertThat(archive.saved).containsEntry(SHOP, table.find(SHOP).orElseThrow());
    assertThatThrownBy(loop.preview(List.of())::get)
        .hasCauseInstanceOf(RejectedExecutionException.class);
  }

  private ScoringLoop loop() {
    return new ScoringLoop(
        this::newHeart,
        new LoopSettings(
            LoopSettings.DEFAULTS.reactInterval(), LoopSettings.DEFAULTS.persistInterval(), 2),
        Duration.ofSeconds(5),
        table,
        archive,
        worker,
        disk,
        worker,
        meters);
  }

  private ClusterControl newHeart(ClusterId cluster) {
    FakeHeart heart = new FakeHeart(cluster);
    hearts.computeIfAbsent(cluster, c -> new ArrayList<>()).add(heart);
    return heart;
  }

  private FakeHeart heart(ClusterId cluster) {
    return hearts.getOrDefault(cluster, List.of()).getLast();
  }

  private Membership members(ClusterId cluster) {
    return new Membership(
        cluster,
        worker.instant(),
        List.of(Endpoint.of(ONE), Endpoint.of(new EndpointId("10.0.0.2", 80))));
  }

  private WeightOverride drain() {
    return new WeightOverride(
        "o1",
        new Scope.OfEndpoint(SHOP, ONE),
        new Action.Drain(),
        "ann",
        "maintenance",
        worker.instant(),
        worker.instant().plusSeconds(60));
  }

  private static final class FakeArchive implements WeightArchive {
    final Map<ClusterId, WeightSnapshot> saved = new HashMap<>();
    boolean full;

    @Override
    public void save(PublishedWeights weights) throws IOException {
      if (full) {
        throw new IOException("No space left on device");
      }
      saved.put(weights.snapshot().cluster(), weights.snapshot());
    }

    @Override
    public Optional<WeightSnapshot> load(ClusterId cluster) {
      return Optional.ofNullable(saved.get(cluster));
    }
  }
}
