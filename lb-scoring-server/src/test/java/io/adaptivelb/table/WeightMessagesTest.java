package io.adaptivelb.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.loop.Snapshots;
import io.adaptivelb.v1.EndpointWeights;
import io.adaptivelb.weights.WeightSnapshot;
import org.junit.jupiter.api.Test;

class WeightMessagesTest {
  private static final WeightSnapshot SNAPSHOT = Snapshots.rich(new ClusterId("shop"), 7, 30);

  @Test
  void fromMessage_ofToMessage_isTheSame() {
    assertThat(WeightMessages.fromMessage(WeightMessages.toMessage(SNAPSHOT))).isEqualTo(SNAPSHOT);
  }

  @Test
  void message_isWhatAClientParses() throws Exception {
    PublishedWeights published = PublishedWeights.of(SNAPSHOT);
    assertThat(EndpointWeights.parseFrom(published.message()))
        .isEqualTo(WeightMessages.toMessage(SNAPSHOT));
  }

  @Test
  void fromMessage_ofNoSnapshot_isRefused() {
    EndpointWeights good = WeightMessages.toMessage(SNAPSHOT);
    assertThatThrownBy(() -> WeightMessages.fromMessage(EndpointWeights.getDefaultInstance()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> WeightMessages.fromMessage(good.toBuilder().clearEndpoints().build()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> WeightMessages.fromMessage(good.toBuilder().setRungValue(99).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rung");
    assertThatThrownBy(() -> WeightMessages.fromMessage(good.toBuilder()
            .setEndpoints(0, good.getEndpoints(0).toBuilder().addRails("NO_SUCH_RAIL"))
            .build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NO_SUCH_RAIL");
  }
}
