package io.adaptivelb.overrides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.overrides.OverrideSet.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OverrideSetTest {
  private static final ClusterId CLUSTER = new ClusterId("checkout");
  private static final EndpointId ENDPOINT = EndpointId.parse("10.0.0.1:80");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Scope HERE = new Scope.OfEndpoint(CLUSTER, ENDPOINT);
  private static final Scope CLUSTER_WIDE = new Scope.OfCluster(CLUSTER);

  @Test
  void pin_replacesTheWeight() {
    assertThat(apply(700, override("a", HERE, new Action.Pin(50), 0)))
        .isEqualTo(new Outcome(50, false, Optional.of("a")));
  }

  @Test
  void narrowerScope_winsOverALaterBroaderOne() {
    assertThat(apply(
                700,
                override("narrow", HERE, new Action.Pin(50), 0),
                override("broad", CLUSTER_WIDE, new Action.Pin(9_000), 60))
            .weight())
        .isEqualTo(50);
  }

  @Test
  void laterOverride_winsInTheSameScope() {
    assertThat(apply(
                700,
                override("early", HERE, new Action.Pin(50), 0),
                override("late", HERE, new Action.Pin(60), 60))
            .winner())
        .contains("late");
  }

  @Test
  void boostThenFloorThenCap_areAppliedInThisOrder() {
    assertThat(apply(
            700,
            override("boost", HERE, new Action.Boost(3), 0),
            override("cap", HERE, new Action.Cap(1_500), 0)))
        .isEqualTo(new Outcome(1_500, false, Optional.of("cap")));
    assertThat(apply(5, override("floor", HERE, new Action.Floor(100), 0)))
        .isEqualTo(new Outcome(100, false, Optional.of("floor")));
  }

  @Test
  void boost_staysInTheRangeOfWeights() {
    assertThat(apply(9_000, override("b", HERE, new Action.Boost(100), 0)).weight())
        .isEqualTo(10_000);
    assertThat(apply(3, override("b", HERE, new Action.Boost(0.01), 0)).weight())
        .isEqualTo(1);
  }

  @Test
  void drain_leavesTheWeight() {
    assertThat(apply(700, override("d", CLUSTER_WIDE, new Action.Drain(), 0)))
        .isEqualTo(new Outcome(700, true, Optional.of("d")));
  }

  @Test
  void freeze_holdsTheFrozenWeight() {
    OverrideSet set =
        new OverrideSet(List.of(override("f", new Scope.Everything(), new Action.Freeze(), 0)));

    assertThat(set.apply(CLUSTER, ENDPOINT, NOW, 700, id -> OptionalInt.of(333)).weight())
        .isEqualTo(333);
  }

  @Test
  void expiredOverride_doesNothing() {
    OverrideSet set = new OverrideSet(List.of(override("a", HERE, new Action.Pin(50), -7_200)));

    assertThat(set.apply(CLUSTER, ENDPOINT, NOW, 700, id -> OptionalInt.empty()))
        .isEqualTo(new Outcome(700, false, Optional.empty()));
  }

  @Test
  void otherEndpoint_isNotTouched() {
    OverrideSet set = new OverrideSet(List.of(override("a", HERE, new Action.Pin(50), 0)));

    assertThat(
            set.apply(CLUSTER, EndpointId.parse("10.0.0.2:80"), NOW, 700, id -> OptionalInt.empty())
                .weight())
        .isEqualTo(700);
  }

  @Test
  void valuesOutOfRange_areRefusedByName() {
    assertThatThrownBy(() -> new Action.Pin(0)).hasMessageContaining("pin weight 0");
    assertThatThrownBy(() -> new Action.Cap(10_001)).hasMessageContaining("cap weight 10001");
    assertThatThrownBy(() -> new Action.Boost(Double.NaN)).hasMessageContaining("boost factor NaN");
    assertThatThrownBy(() ->
            new WeightOverride("a", HERE, new Action.Drain(), " ", "why", NOW, NOW.plusSeconds(1)))
        .hasMessageContaining("owner");
    assertThatThrownBy(
            () -> new WeightOverride("a", HERE, new Action.Drain(), "me", "why", NOW, NOW))
        .hasMessageContaining("expiry");
  }

  private static Outcome apply(int weight, WeightOverride... overrides) {
    return new OverrideSet(List.of(overrides))
        .apply(CLUSTER, ENDPOINT, NOW.plusSeconds(61), weight, id -> OptionalInt.empty());
  }

  private static WeightOverride override(String id, Scope scope, Action action, long createdAfter) {
    Instant created = NOW.plusSeconds(createdAfter);
    return new WeightOverride(
        id, scope, action, "ana", "incident 7", created, created.plus(Duration.ofHours(1)));
  }
}
