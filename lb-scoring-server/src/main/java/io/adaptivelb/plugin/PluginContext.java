package io.adaptivelb.plugin;

import io.adaptivelb.auth.TokenVerifier;
import io.adaptivelb.table.WeightTable;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the server lends a plugin.
 *
 * @param weights the weights in force
 * @param tokens who may call; a plugin that listens asks it for every call
 * @param meters where it counts
 * @param status registers a supplier of name → value pairs that {@code lb status} and the admin API show under the
 *     plugin's name
 */
public record PluginContext(
    WeightTable weights, TokenVerifier tokens, MeterRegistry meters, StatusRegistry status) {
  /** Takes what a plugin has to say of itself. */
  @FunctionalInterface
  public interface StatusRegistry {
    /** Asked on every request for the status: must be quick. */
    void register(String plugin, Supplier<Map<String, String>> status);
  }
}
