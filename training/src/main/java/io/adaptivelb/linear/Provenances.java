package io.adaptivelb.linear;

import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What Tribuo notes of how a model came to be, as plain maps, lists and texts. */
final class Provenances {
  /**
   * The same model trained again, or on another machine, must not read otherwise; and Tribuo's {@code host-short-name} is that of an interface, but
   * reads as if it were a machine's.
   */
  private static final Set<String> LEFT_OUT = Set.of(
      "trained-at",
      "datasource-creation-time",
      "java-version",
      "os-name",
      "os-arch",
      "host-short-name");

  private Provenances() {}

  static SortedMap<String, Object> plain(ObjectProvenance provenance) {
    return sorted(ProvenanceUtil.convertToMap(provenance));
  }

  private static SortedMap<String, Object> sorted(Map<?, ?> map) {
    SortedMap<String, Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> {
      String name = String.valueOf(key);
      if (!LEFT_OUT.contains(name)) {
        sorted.put(name, sorted(value));
      }
    });
    return sorted;
  }

  private static Object sorted(Object value) {
    return switch (value) {
      case Map<?, ?> map -> sorted(map);
      case List<?> list -> list.stream().map(Provenances::sorted).toList();
      default -> value;
    };
  }
}
