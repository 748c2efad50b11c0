package io.adaptivelb.xds;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.domain.Locality;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.WeightSnapshot;
import io.adaptivelb.xds.ResourceTable.Change;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceTableTest {
  private static final Map<String, String> ADDRESSES =
      Map.of("10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.2");

  private final ResourceTable table = new ResourceTable();

  @Test
  void update_firstSnapshot_hasEveryResource() {
    assertThat(update(Snapshots.single("a", 4, 1_000))).isEqualTo(Change.MEMBERS);

    for (ResourceType type : ResourceType.values()) {
      assertThat(table.find(type, Shape.BY_LOCALITY, "a")).isPresent();
    }
    assertThat(table.names()).containsExactly("a");
    assertThat(version("a")).isEqualTo("4");
  }

  @Test
  void update_sameForProxies_keepsVersionAndBytes() {
    update(Snapshots.single("a", 4, 1_000));
    VersionedResource before = find("a");

    assertThat(update(Snapshots.single("a", 5, 1_000))).isEqualTo(Change.NONE);
    assertThat(find("a")).isSameAs(before);
  }

  @Test
  void update_olderSnapshot_isPassedOver() {
    update(Snapshots.single("a", 4, 1_000));

    assertThat(update(Snapshots.single("a", 3, 500))).isEqualTo(Change.NONE);
    assertThat(version("a")).isEqualTo("4");
  }

  @Test
  void update_weightMoved_isNotUrgent() {
    update(Snapshots.single("a", 4, 1_000));

    assertThat(update(Snapshots.single("a", 5, 900))).isEqualTo(Change.WEIGHTS);
    assertThat(version("a")).isEqualTo("5");
  }

  @Test
  void update_healthOrMembersMoved_isUrgent() {
    update(Snapshots.single("a", 4, 1_000));

    assertThat(update(Snapshots.of("a", 5)
            .add("10.0.0.1:80", 1_000, HealthStatus.UNHEALTHY, Locality.UNKNOWN)
            .build()))
        .isEqualTo(Change.MEMBERS);
    assertThat(update(Snapshots.of("a", 6)
            .add("10.0.0.1:80", 1_000, HealthStatus.UNHEALTHY, Locality.UNKNOWN)
            .add("10.0.0.2:80", 1_000)
            .build()))
        .isEqualTo(Change.MEMBERS);
  }

  @Test
  void update_addressMoved_isAnotherVersionOfTheSameSnapshot() {
    WeightSnapshot snapshot = Snapshots.of("a", 4).add("shop:80", 1_000).build();
    table.update(snapshot, Map.of("shop", "10.0.0.1"), 0);

    assertThat(table.update(snapshot, Map.of("shop", "10.0.0.2"), 1)).isEqualTo(Change.MEMBERS);
    assertThat(version("a")).isEqualTo("4-1");
  }

  @Test
  void update_noAddressLeft_keepsTheLastAssignment() {
    update(Snapshots.single("a", 4, 1_000));

    assertThat(table.update(Snapshots.of("a", 5).add("gone:80", 1_000).build(), Map.of(), 0))
        .isEqualTo(Change.NONE);
    assertThat(version("a")).isEqualTo("4");
  }

  private Change update(WeightSnapshot snapshot) {
    return table.update(snapshot, ADDRESSES, 0);
  }

  private VersionedResource find(String name) {
    return table.find(ResourceType.ENDPOINTS, Shape.BY_LOCALITY, name).orElseThrow();
  }

  private String version(String name) {
    return find(name).version();
  }
}
