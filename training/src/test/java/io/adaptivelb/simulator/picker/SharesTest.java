package io.adaptivelb.simulator.picker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Meshes;
import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.Picker;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What share of the requests an endpoint gets, against what the original gives it. */
class SharesTest {
  private static final int PICKS = 100_000;

  private static double[] shares(Mesh mesh, Picker picker) {
    double[] shares = new double[mesh.endpoints()];
    for (int i = 0; i < PICKS; i++) {
      shares[picker.pick(0)] += 1.0 / PICKS;
    }
    return shares;
  }

  private static double[] weighted(Function<Mesh, Picker> policy, double... weights) {
    Mesh mesh = Meshes.idle(1, weights.length, 7);
    Picker picker = policy.apply(mesh);
    picker.weights(0, weights);
    return shares(mesh, picker);
  }

  /** Measured on a real Envoy: 70/20/10 under ROUND_ROBIN is exact, idle LEAST_REQUEST within 0.6 points. */
  @Test
  void envoyPickers_idle_followWeights() {
    for (double[] shares : new double[][] {
      weighted(RoundRobin::new, 70, 20, 10),
      weighted(mesh -> new LeastRequest(mesh, false, 1), 70, 20, 10)
    }) {
      assertThat(shares[0]).isCloseTo(0.7, within(0.001));
      assertThat(shares[1]).isCloseTo(0.2, within(0.001));
      assertThat(shares[2]).isCloseTo(0.1, within(0.001));
    }
  }

  @Test
  void roundRobin_equalWeights_takesTurns() {
    Mesh mesh = Meshes.idle(1, 3, 7);
    Picker picker = new RoundRobin(mesh);
    int first = picker.pick(0);
    assertThat(picker.pick(0)).isEqualTo((first + 1) % 3);
    assertThat(picker.pick(0)).isEqualTo((first + 2) % 3);
    assertThat(picker.pick(0)).isEqualTo(first);
  }

  /** Two draws with replacement: the busiest of n wins only when it is drawn twice. */
  @Test
  void leastRequest_equalWeights_isPowerOfTwoChoices() {
    Mesh mesh = Meshes.idle(1, 4, 7);
    Meshes.setActive(mesh, 0, 2, 5);

    double[] shares = shares(mesh, new LeastRequest(mesh, false, 1));

    assertThat(shares[2]).isCloseTo(1.0 / 16, within(0.004));
    assertThat(shares[0]).isCloseTo(5.0 / 16, within(0.006));
  }

  /** weight / (active + 1): constant numbers of requests bend the shares. */
  @ParameterizedTest
  @CsvSource({"0,1,0.5", "1,1,0.3333", "3,1,0.2", "1,3,0.6"})
  void leastRequest_unequalWeights_biasByActiveRequests(int active, double weight, double share) {
    Mesh mesh = Meshes.idle(1, 2, 7);
    // Unequal by a hair, so that Envoy builds its schedule.
    Picker picker = new LeastRequest(mesh, false, 1);
    Meshes.setActive(mesh, 0, 0, active);
    picker.weights(0, new double[] {weight * 1.0000001, 1});

    assertThat(shares(mesh, picker)[0]).isCloseTo(share, within(0.002));
  }

  @Test
  void leastRequest_fullScan_takesTheLeast() {
    Mesh mesh = Meshes.idle(1, 4, 7);
    for (int e = 0; e < 4; e++) {
      Meshes.setActive(mesh, 0, e, e == 1 ? 1 : 3);
    }
    assertThat(shares(mesh, new LeastRequest(mesh, true, 1))[1]).isCloseTo(1, within(1e-9));
  }

  /** A light endpoint must get its share although every update rebuilds the schedule. */
  @Test
  void edf_frequentUpdates_doNotStarveALightEndpoint() {
    int proxies = 2_000;
    Mesh mesh = Meshes.idle(proxies, 4, 7);
    Picker picker = new RoundRobin(mesh);
    double light = 0;
    for (int p = 0; p < proxies; p++) {
      for (int update = 0; update < 5; update++) {
        picker.weights(p, new double[] {100, 100, 100, 1 + 0.001 * update});
        for (int i = 0; i < 20; i++) {
          light += picker.pick(p) == 3 ? 1 : 0;
        }
      }
    }
    assertThat(light / (proxies * 100)).isCloseTo(1.0 / 301, within(0.001));
  }

  @Test
  void weightedPickers_idle_followWeights() {
    assertThat(weighted(WeightedP2c::new, 3, 1)[0]).isCloseTo(0.75, within(0.01));
  }

  @Test
  void peakEwma_slowOne_isAvoidedAndForgotten() {
    Mesh mesh = Meshes.idle(1, 2, 7);
    PeakEwma picker = new PeakEwma(mesh);
    picker.ended(0, 0, Outcome.SUCCESS, 0.010);
    picker.ended(0, 1, Outcome.SUCCESS, 0.500);
    assertThat(shares(mesh, picker)[0]).isGreaterThan(0.99);

    // A peak is taken over at once, a lower latency only slowly.
    Meshes.setNow(mesh, 0.1);
    picker.ended(0, 0, Outcome.SUCCESS, 0.800);
    assertThat(shares(mesh, picker)[1]).isGreaterThan(0.99);

    Meshes.setNow(mesh, 60);
    picker.ended(0, 0, Outcome.SUCCESS, 0.010);
    assertThat(shares(mesh, picker)[1]).isGreaterThan(0.99);
  }

  @Test
  void peakEwma_fastFailures_doNotAttract() {
    Mesh mesh = Meshes.idle(1, 2, 7);
    PeakEwma picker = new PeakEwma(mesh);
    picker.ended(0, 0, Outcome.SUCCESS, 0.010);
    picker.ended(0, 1, Outcome.SERVER_ERROR, 0.001);

    assertThat(shares(mesh, picker)[0]).isGreaterThan(0.99);
  }
}
