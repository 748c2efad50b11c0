package io.adaptivelb.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DomainTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "a b", "a\tb", "a\u0000", "a\u007f", "a\u2003b", "\ud800", "a\udc00b"})
  void clusterId_badName_isRefused(String name) {
    assertThatThrownBy(() -> new ClusterId(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cluster name");
  }

  @Test
  void clusterId_nameOf253Characters_isTheLongest() {
    assertThat(new ClusterId("x".repeat(253)).value()).hasSize(253);
    assertThatThrownBy(() -> new ClusterId("x".repeat(254)))
        .hasMessageContaining("254 characters; 1 to 253");
  }

  @Test
  void clusterId_anyScript_isAllowed() {
    assertThat(new ClusterId("kasse-größe-日本-😀")).hasToString("kasse-größe-日本-😀");
  }

  @Test
  void locality_toString_leavesOutTheEmptyTail() {
    assertThat(new Locality("eu", "a", "")).hasToString("eu/a");
    assertThat(new Locality("", "a", "")).hasToString("/a");
    assertThat(Locality.UNKNOWN).hasToString("");
    assertThatThrownBy(() -> new Locality("eu", "a b", "")).hasMessageContaining("zone name");
  }

  @Test
  void endpoint_labels_areCopied() {
    Map<String, String> labels = new HashMap<>(Map.of("version", "1"));
    Endpoint endpoint = new Endpoint(new EndpointId("a", 1), Locality.UNKNOWN, labels);

    labels.put("version", "2");

    assertThat(endpoint.labels()).containsExactly(Map.entry("version", "1"));
  }
}
