package io.adaptivelb.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.capacity.EstimationSettings;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.features.FeatureVector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExampleMakerTest {
  private final ExampleMaker maker = new ExampleMaker(Ticks.CLUSTER, EstimationSettings.DEFAULTS);
  private final List<Ticks> cluster =
      List.of(new Ticks(1), new Ticks(2), new Ticks(3), new Ticks(4));
  private Instant now = Ticks.NOON;

  private List<Example> tick() {
    now = now.plus(Ticks.TICK);
    return maker.tick(cluster.stream().map(it -> it.at(now)).toList(), now);
  }

  private void ticks(int count) {
    for (int i = 0; i < count; i++) {
      tick();
    }
  }

  private Example of(Ticks endpoint, List<Example> examples) {
    return examples.stream()
        .filter(it -> it.endpoint().equals(endpoint.id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tick_givesTheExamplesOfTwoTicksAgo() {
    assertThat(tick()).isEmpty();
    assertThat(tick()).isEmpty();

    List<Example> complete = tick();

    assertThat(complete).hasSize(4);
    assertThat(complete).allSatisfy(it -> {
      assertThat(it.time()).isEqualTo(now.minus(Ticks.TICK.multipliedBy(2)));
      assertThat(it.cluster()).isEqualTo(Ticks.CLUSTER);
      assertThat(it.aftermath().of(Target.FAILURE)).isZero();
    });
  }

  @Test
  void aftermath_isTheWorstOfTheNextTwoTicks() {
    Ticks one = cluster.get(0);
    ticks(10);
    one.demandSeconds = 0.015;
    tick();
    one.demandSeconds = 0.02;
    one.errorRatio = 0.1;

    Example example = of(one, tick());

    assertThat(example.aftermath().of(Target.SERVICE_DEMAND))
        .isCloseTo((float) Math.log(2), within(0.01f));
    assertThat(example.aftermath().of(Target.EFFECTIVE_CORES)).isCloseTo(0, within(0.01f));
    assertThat(example.aftermath().of(Target.FAILURE)).isOne();
    assertThat(of(cluster.get(1), tick()).aftermath().of(Target.FAILURE)).isZero();
  }

  @Test
  void latencies_areResidualsOnTheCurveAtTheLoadThatCame() {
    Ticks one = cluster.get(0);
    ticks(10);
    one.rate = 200;
    tick();
    one.rate = 300;

    Example example = of(one, tick());

    // Of the tick after its own, not of the second one.
    assertThat(example.features().get(FeatureSchema.PLANNED_UTILISATION))
        .isCloseTo(200 * 0.01f / 4, within(1e-4f));
    assertThat(example.aftermath().of(Target.LATENCY_P50))
        .isCloseTo((float) Math.log(Ticks.HALF), within(0.05f));
    assertThat(example.aftermath().of(Target.LATENCY_P90))
        .isCloseTo((float) Math.log(2 - Ticks.HALF), within(0.05f));
    assertThat(example.aftermath().of(Target.LATENCY_P99))
        .isCloseTo((float) Math.log(2 - Ticks.HALF), within(0.05f));
  }

  @Test
  void features_ofTheLastTick_haveNoPlannedLoad() {
    ticks(10);

    assertThat(maker.features()).hasSize(4);
    assertThat(maker.features().values()).allSatisfy(it -> {
      assertThat(it.get(FeatureSchema.PLANNED_UTILISATION)).isNaN();
      assertThat(it.get("capacity.demand")).isCloseTo(0, within(0.01f));
    });
  }

  @Test
  void aftermath_ofAnEndpointThatIsSpared_isHidden() {
    Ticks one = cluster.get(0);
    ticks(10);
    // A tenth of its usual traffic does not show what it could do.
    one.rate = 10;
    tick();

    Aftermath hidden = of(one, tick()).aftermath();

    assertThat(hidden.of(Target.SERVICE_DEMAND)).isNaN();
    assertThat(hidden.of(Target.EFFECTIVE_CORES)).isNaN();
    assertThat(hidden.of(Target.FAILURE)).isZero();
  }

  @Test
  void aftermath_ofDistress_showsHoweverLittleTrafficThereIs() {
    Ticks one = cluster.get(0);
    ticks(10);
    one.rate = 10;
    one.demandSeconds = 0.02;
    tick();

    assertThat(of(one, tick()).aftermath().of(Target.SERVICE_DEMAND))
        .isCloseTo((float) Math.log(2), within(0.01f));
  }

  @Test
  void aftermath_withoutAnyTraffic_isNoExample() {
    Ticks one = cluster.get(0);
    ticks(10);
    one.rate = 0;
    tick();

    assertThat(tick()).extracting(Example::endpoint).hasSize(3).doesNotContain(one.id);
  }

  @Test
  void makers_thatAreFedTheSame_giveTheSameBits() {
    ExampleMaker other = new ExampleMaker(Ticks.CLUSTER, EstimationSettings.DEFAULTS);
    Random random = new Random(7);
    List<Example> mine = new ArrayList<>();
    List<Example> theirs = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      now = now.plus(Ticks.TICK);
      for (Ticks endpoint : cluster) {
        endpoint.rate = random.nextInt(8) == 0 ? 0 : 50 + 250 * random.nextDouble();
        endpoint.demandSeconds = 0.005 + 0.01 * random.nextDouble();
        endpoint.errorRatio = random.nextInt(5) == 0 ? random.nextDouble() : 0;
      }
      var tick = cluster.stream().map(it -> it.at(now)).toList();
      mine.addAll(maker.tick(tick, now));
      theirs.addAll(other.tick(tick, now));
      maker.features().forEach((id, features) -> {
        FeatureVector same = Objects.requireNonNull(other.features().get(id));
        assertThat(bits(features)).isEqualTo(bits(same));
      });
    }

    assertThat(mine).hasSizeGreaterThan(200).isEqualTo(theirs);
  }

  private static int[] bits(FeatureVector features) {
    int[] bits = new int[features.schema().size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(features.get(i));
    }
    return bits;
  }

  @Test
  void retain_forgetsAllOthers() {
    ticks(5);
    maker.retain(List.of(cluster.get(0).id, cluster.get(1).id));

    now = now.plus(Ticks.TICK);
    maker.tick(List.of(cluster.get(0).at(now)), now);

    assertThat(maker.features()).containsOnlyKeys(cluster.get(0).id, cluster.get(1).id);
  }
}
