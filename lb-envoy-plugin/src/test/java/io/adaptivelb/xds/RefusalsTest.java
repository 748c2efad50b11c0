package io.adaptivelb.xds;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Refusals refusals = new Refusals(() -> Instant.EPOCH, meters);

  @Test
  void refused_isCountedAndShownUntilAccepted() {
    refusals.refused("edge-1", "backends", "7", "bad\naddress");

    assertThat(meters.counter("adaptivelb.xds.nacks").count()).isEqualTo(1);
    assertThat(refusals.status())
        .containsEntry(
            "refused by edge-1: backends", "version 7 at 1970-01-01T00:00:00Z: bad address");

    refusals.accepted("edge-2", List.of("backends"));
    assertThat(refusals.status()).hasSize(1);
    refusals.accepted("edge-1", List.of("backends"));
    assertThat(refusals.status()).isEmpty();
    assertThat(refusals.count()).isEqualTo(1);
  }

  @Test
  void refused_byMany_keepsTheNewest() {
    for (int i = 0; i < 3 * Refusals.MAX_SHOWN; i++) {
      refusals.refused("edge-" + i, "backends", "7", "x".repeat(100_000));
    }

    assertThat(refusals.status()).hasSize(Refusals.MAX_SHOWN);
    assertThat(refusals.status()).containsKey("refused by edge-59: backends");
    assertThat(refusals.status().values()).allMatch(text -> text.length() < 1_000);
    assertThat(refusals.count()).isEqualTo(3L * Refusals.MAX_SHOWN);
  }
}
