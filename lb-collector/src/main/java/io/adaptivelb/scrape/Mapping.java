package io.adaptivelb.scrape;

import io.adaptivelb.clusters.MappingSettings;
import io.adaptivelb.exposition.ExpositionParser;
import io.adaptivelb.exposition.Selector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mapping, compiled: finds the rules that may apply to a sample by the hash of its name, so that the many series that
 * nobody mapped cost one look into a table. Immutable.
 */
public final class Mapping {
  private final long[] keys;
  private final List<@Nullable List<Rule>> rules;
  private final int size;

  /** Compiles settings, which have been validated. */
  public Mapping(MappingSettings settings) {
    List<Rule> all = new ArrayList<>();
    for (Role role : Role.values()) {
      for (String selector : role.selectors(settings)) {
        all.add(new Rule(role, Selector.parse(selector)));
      }
    }
    size = all.size();
    int capacity = Integer.highestOneBit(Math.max(8, 4 * size) - 1) << 1;
    keys = new long[capacity];
    rules = new ArrayList<>(capacity);
    for (int i = 0; i < capacity; i++) {
      rules.add(null);
    }
    for (Rule rule : all) {
      long hash = ExpositionParser.hashOf(rule.name());
      int slot = slot(hash);
      keys[slot] = hash;
      List<Rule> there = rules.get(slot);
      List<Rule> more = new ArrayList<>(there == null ? List.of() : there);
      more.add(rule);
      rules.set(slot, List.copyOf(more));
    }
  }

  /** How many selectors it has. */
  int size() {
    return size;
  }

  /** The rules that name the current sample's metric. */
  List<Rule> rulesFor(ExpositionParser sample) {
    List<Rule> found = rules.get(slot(sample.nameHash()));
    return found == null || !sample.nameIs(found.get(0).name()) ? List.of() : found;
  }

  private int slot(long hash) {
    int mask = keys.length - 1;
    int slot = (int) (hash >>> 32) & mask;
    while (rules.get(slot) != null && keys[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
