package io.adaptivelb.simulator.brain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.simulator.engine.Meshes;
import io.adaptivelb.simulator.engine.Simulation;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ForesightTest {
  private static final Offset<Double> EXACTLY = within(1e-9);

  private final Simulation ahead = Meshes.simulation(4, 1, 0.01, 1);

  /** The weight of endpoint 1 by second, for one who looks five seconds ahead. */
  private double[] weights(int seconds) {
    Foresight foresight = new Foresight(ahead, 5, 1);
    double[] weights = new double[seconds];
    for (int second = 0; second < seconds; second++) {
      weights[second] = foresight.tick(second).orElseThrow().weights()[1];
    }
    return weights;
  }

  @Test
  void whatWillBreak_isLeftAloneBefore_andUntilItIsOver() {
    ahead.at(9.5, () -> ahead.setSpeed(1, 0.25));
    ahead.at(20.5, () -> ahead.setSpeed(1, 1));

    double[] weights = weights(30);

    double broken = Math.pow(0.25, 3.5);
    assertThat(weights[4]).isEqualTo(1, EXACTLY);
    assertThat(weights[5]).isEqualTo(4 * broken / (3 + broken), EXACTLY);
    assertThat(weights[20]).isEqualTo(4 * broken / (3 + broken), EXACTLY);
    assertThat(weights[21]).isEqualTo(1, EXACTLY);
  }

  @Test
  void lostCores_countLessThanLostSpeed() {
    ahead.at(9.5, () -> ahead.steal(1, 0.75, false));

    double[] weights = weights(15);

    double left = Math.pow(0.25, 1.5);
    assertThat(weights[14]).isEqualTo(4 * left / (3 + left), EXACTLY);
  }

  @Test
  void whatWillBeDown_getsNextToNothing() {
    ahead.at(9.5, () -> ahead.stop(1));

    assertThat(weights(15)[14]).isEqualTo(0.001, EXACTLY);
  }
}
