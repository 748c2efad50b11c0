package io.adaptivelb.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvoyProcessIT {
  private static final String EMPTY = """
      admin:
        address:
          socket_address: {address: 127.0.0.1, port_value: 0}
      """;

  private final EnvoyBinary binary = InstalledEnvoy.get();

  @Test
  void start_fromThreadThatEnds_goesOnAndEndsOnClose() throws Exception {
    EnvoyProcess[] started = new EnvoyProcess[1];
    Thread starter = new Thread(() -> started[0] = startEmpty());
    starter.start();
    starter.join();

    ProcessHandle itself;
    try (EnvoyProcess envoy = started[0]) {
      await().during(Duration.ofMillis(500)).until(envoy::isAlive);
      assertThat(envoy.admin().isReady()).isTrue();
      itself = envoy.handle().findFirst().orElseThrow();
    }
    await().until(() -> !itself.isAlive());
  }

  @Test
  void start_configurationRefused_showsTheLog() {
    assertThatThrownBy(() -> EnvoyProcess.start(binary, EMPTY + "nonsense: 1\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nonsense");
  }

  @Test
  void start_serverAway_isReadyAfterTheFirstFetchTimesOut() throws IOException {
    String bootstrap = EnvoyBootstrap.onFreePorts(
            new EndpointId("127.0.0.1", 1), List.of(new ClusterId("backends")))
        .render();

    try (EnvoyProcess envoy = EnvoyProcess.start(binary, bootstrap)) {
      assertThat(envoy.admin().listener(EnvoyBootstrap.LISTENER_NAME).getPort()).isPositive();
      assertThat(envoy.admin().hosts("backends")).isEmpty();
      assertThat(envoy.admin().hosts("adaptive_lb")).hasSize(1);
    }
  }

  private EnvoyProcess startEmpty() {
    try {
      return EnvoyProcess.start(binary, EMPTY);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
