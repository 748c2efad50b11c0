package io.adaptivelb.xds;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostAddressesTest {
  private final Map<String, String> zone = new HashMap<>();
  private final List<Runnable> lookUps = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private int news;
  private final HostAddresses addresses =
      new HostAddresses(this::find, () -> now, lookUps::add, () -> news++);

  @Test
  void find_literal_needsNoLookUp() {
    HostAddresses.Known known = addresses.find(List.of("10.0.0.1", "::1"));

    assertThat(known.byHost()).containsOnlyKeys("10.0.0.1", "::1");
    assertThat(known.pending()).isFalse();
    assertThat(lookUps).isEmpty();
  }

  @Test
  void find_name_isPendingUntilLookedUp() {
    zone.put("shop", "10.0.0.1");

    assertThat(addresses.find(List.of("shop")).pending()).isTrue();
    addresses.find(List.of("shop"));
    assertThat(lookUps).hasSize(1);
    runLookUps();

    assertThat(news).isEqualTo(1);
    HostAddresses.Known known = addresses.find(List.of("shop"));
    assertThat(known.byHost()).containsEntry("shop", "10.0.0.1");
    assertThat(known.revision()).isZero();
    assertThat(known.pending()).isFalse();
  }

  @Test
  void find_addressMoved_isANewRevision() {
    zone.put("shop", "10.0.0.1");
    lookUp("shop");
    zone.put("shop", "10.0.0.2");
    now = now.plus(HostAddresses.REFRESH);
    lookUp("shop");

    HostAddresses.Known known = addresses.find(List.of("shop"));
    assertThat(known.byHost()).containsEntry("shop", "10.0.0.2");
    assertThat(known.revision()).isEqualTo(1);
    assertThat(news).isEqualTo(2);
  }

  @Test
  void find_lookUpsFailLater_keepsTheLastAddress() {
    zone.put("shop", "10.0.0.1");
    lookUp("shop");
    zone.clear();
    now = now.plus(HostAddresses.REFRESH);
    lookUp("shop");

    assertThat(addresses.find(List.of("shop")).byHost()).containsEntry("shop", "10.0.0.1");
    assertThat(addresses.unresolved()).isEmpty();
  }

  @Test
  void find_unknownName_isShownAndLeftOut() {
    lookUp("nowhere");

    HostAddresses.Known known = addresses.find(List.of("nowhere", "10.0.0.1"));
    assertThat(known.byHost()).containsOnlyKeys("10.0.0.1");
    assertThat(known.pending()).isFalse();
    assertThat(addresses.unresolved()).containsExactly("nowhere");
    addresses.retain(Set.of("10.0.0.1"));
    assertThat(addresses.unresolved()).isEmpty();
  }

  private void lookUp(String host) {
    addresses.find(List.of(host));
    runLookUps();
  }

  private void runLookUps() {
    List.copyOf(lookUps).forEach(Runnable::run);
    lookUps.clear();
  }

  private InetAddress find(String host) throws UnknownHostException {
    String address = zone.get(host);
    if (address == null) {
      throw new UnknownHostException(host);
    }
    return InetAddress.getByName(address);
  }
}
