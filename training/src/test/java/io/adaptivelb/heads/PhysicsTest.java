package io.adaptivelb.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.adaptivelb.boosting.Direction;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.prediction.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhysicsTest {
  private static final FeatureSchema SCHEMA = FeatureSchema.CURRENT;

  @ParameterizedTest
  @EnumSource
  void usual_isWhatEveryModelMustKeep(Target target) {
    assertThat(Physics.USUAL.load()).containsExactly(FeatureSchema.PLANNED_UTILISATION);
    assertThat(Physics.USUAL.directions(target)).isEqualTo(target.directions());
  }

  @Test
  void more_comesAfterPlannedUtilisation_andNotTwice() {
    Physics more = new Physics(List.of("capacity.utilisation", FeatureSchema.PLANNED_UTILISATION));

    assertThat(more.load())
        .containsExactly(FeatureSchema.PLANNED_UTILISATION, "capacity.utilisation");
    assertThat(more.directions(Target.FAILURE))
        .hasSize(3)
        .containsEntry("capacity.utilisation", Direction.RISING);
    assertThat(more.constraints(Target.EFFECTIVE_CORES)).hasSize(SCHEMA.size());
    for (int place : more.places()) {
      assertThat(more.constraints(Target.EFFECTIVE_CORES).get(place)).isEqualTo(-1);
      assertThat(more.constraints(Target.LATENCY_P50).get(place)).isEqualTo(1);
    }
  }

  @Test
  void unknownFeatures_areNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Physics(List.of("load", "age", "hunger")))
        .withMessage("feature schema %s has no feature hunger, load, which is to be monotone"
            .formatted(SCHEMA.id()));
  }
}
