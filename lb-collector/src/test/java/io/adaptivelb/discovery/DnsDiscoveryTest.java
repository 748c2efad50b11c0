package io.adaptivelb.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.adaptivelb.clusters.DnsSettings;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import io.adaptivelb.fetch.Network;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DnsDiscoveryTest {
  private final FakeNameServer server = new FakeNameServer();
  private final Network network = new Network("test", 1);

  @AfterEach
  void close() {
    network.close();
    server.close();
  }

  @Test
  void look_addresses_becomeMembersSorted() {
    server.addresses("shop.test.", "10.0.0.2", "10.0.0.1", "fd00::1");

    assertThat(members("shop.test.", DnsSettings.Type.A, 8080))
        .containsExactly("10.0.0.1:8080", "10.0.0.2:8080", "[fd00:0:0:0:0:0:0:1]:8080");
  }

  @Test
  void look_again_seesTheChangeDespiteTheTimeToLive() {
    server.addresses("shop.test.", "10.0.0.1");
    DnsDiscovery discovery = discovery("shop.test.", DnsSettings.Type.A, 80);
    assertThat(discovery.look().join()).hasSize(1);
    server.addresses("shop.test.", "10.0.0.1", "10.0.0.3");

    assertThat(discovery.look().join()).hasSize(2);
  }

  @Test
  void look_services_bringTheirPortsAndThePreferredOnly() {
    server.service("_http._tcp.shop.test.", 10, 8081, "a.test.");
    server.service("_http._tcp.shop.test.", 10, 8082, "b.test.");
    server.service("_http._tcp.shop.test.", 20, 8083, "backup.test.");
    server.addresses("a.test.", "10.0.0.1");
    server.addresses("b.test.", "10.0.0.2");
    server.addresses("backup.test.", "10.0.0.9");

    assertThat(members("_http._tcp.shop.test.", DnsSettings.Type.SRV, 0))
        .containsExactly("10.0.0.1:8081", "10.0.0.2:8082");
  }

  @Test
  void look_unknownName_isTold() {
    assertThat(failure("gone.test.", DnsSettings.Type.A).code())
        .isEqualTo(FailureCode.UNKNOWN_HOST);
  }

  @Test
  void look_nameWithoutAddress_isNeverAnEmptyCluster() {
    server.addresses("shop.test.");

    assertThat(failure("shop.test.", DnsSettings.Type.A).code())
        .isIn(FailureCode.UNKNOWN_HOST, FailureCode.EMPTY);
  }

  @Test
  void look_silentServer_missesTheDeadline() {
    server.silent();

    assertThat(failure("shop.test.", DnsSettings.Type.A)).hasMessageContaining("A shop.test.: ");
  }

  private List<String> members(String name, DnsSettings.Type type, int port) {
    return discovery(name, type, port).look().join().stream()
        .map(endpoint -> endpoint.id().toString())
        .toList();
  }

  private SourceFailure failure(String name, DnsSettings.Type type) {
    Throwable thrown = catchThrowable(() -> discovery(name, type, 80).look().join());
    return assertThat(thrown)
        .cause()
        .asInstanceOf(InstanceOfAssertFactories.type(SourceFailure.class))
        .actual();
  }

  private DnsDiscovery discovery(String name, DnsSettings.Type type, int port) {
    return new DnsDiscovery(
        new DnsSettings(
            name,
            type,
            port,
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            "127.0.0.1:" + server.port()),
        network);
  }
}
