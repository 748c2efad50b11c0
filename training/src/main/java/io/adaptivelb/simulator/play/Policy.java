package io.adaptivelb.simulator.play;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.settings.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who plays: a control plane, or none, and what the proxies do with its weights.
 *
 * @param brain who computes weights
 * @param actuator how proxies pick
 */
public record Policy(Brain brain, Actuator actuator) {
  /** Control planes. */
  public enum Brain {
    /** Proxies are on their own. */
    NONE,
    /** Ours, with a tick of 5 s. */
    ADAPTIVE,
    /** Ours, with a tick of 2 s. */
    ADAPTIVE_2S,
    /** Ours, with the model that comes along, or that the command names. */
    MODEL,
    /** ORCA's utilisation weights, computed centrally. */
    ORCA_CENTRAL,
    /** Robinhood. */
    PID,
    /** L3. */
    L3,
    /** LinkedIn D2. */
    D2,
    /** KnapsackLB-like curves. */
    KNAPSACK,
    /** A table of hardware. */
    STATIC,
    /** The truth, 5 s late. */
    ORACLE_DELAYED,
    /** The truth, 10 s late. */
    ORACLE_DELAYED_10S,
    /** The truth, every 100 ms. */
    ORACLE,
    /** The truth, and what comes within 5 s, every 100 ms. */
    ORACLE_AHEAD;

    /** Whether it is ours. */
    public boolean ours() {
      return this == ADAPTIVE || this == ADAPTIVE_2S || this == MODEL;
    }
  }

  /** Pickers. */
  public enum Actuator {
    /** Envoy RANDOM. */
    RANDOM(false),
    /** Envoy ROUND_ROBIN. */
    ROUND_ROBIN(true),
    /** Envoy LEAST_REQUEST. */
    LEAST_REQUEST(true),
    /** The same with a full scan. */
    LEAST_REQUEST_FULL_SCAN(false),
    /** Peak EWMA. */
    PEAK_EWMA(false),
    /** Prequal. */
    PREQUAL(false),
    /** C3. */
    C3(false),
    /** gRPC weighted round robin, reports by call. */
    GRPC_WRR(false),
    /** gRPC weighted round robin, reports out of band. */
    GRPC_WRR_OOB(false),
    /** Two drawn by weight, fewer requests per weight. */
    WEIGHTED_P2C(true),
    /** Two drawn by weight, lower peak EWMA. */
    WEIGHTED_PEAK_EWMA(true),
    /** Probes drawn by weight. */
    WEIGHTED_PROBING(true);

    private final boolean weighted;

    Actuator(boolean weighted) {
      this.weighted = weighted;
    }
  }

  /** The name on the command line. */
  public String name() {
    if (brain == Brain.NONE) {
      return lower(actuator);
    }
    return actuator == Actuator.LEAST_REQUEST && !brain.ours()
        ? lower(brain)
        : lower(brain) + "+" + lower(actuator);
  }

  /** All names that {@link #parse} reads, rivals first. */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Actuator actuator : Actuator.values()) {
      boolean ofOurs = actuator.name().startsWith("WEIGHTED_");
      if (!ofOurs) {
        names.add(lower(actuator));
      }
    }
    for (Brain brain : Brain.values()) {
      if (brain != Brain.NONE && !brain.ours()) {
        names.add(lower(brain));
      }
    }
    for (Brain brain : Brain.values()) {
      for (Actuator actuator : Actuator.values()) {
        if (brain.ours() && actuator.weighted) {
          names.add(lower(brain) + "+" + lower(actuator));
        }
      }
    }
    return names;
  }

  /**
   * Reads a name: {@code prequal}, {@code pid} (over least request), {@code pid+round_robin}, {@code adaptive+least_request}.
   *
   * @throws UserError when there is no such policy, naming the nearest
   */
  public static Policy parse(String name) {
    int plus = name.indexOf('+');
    String first = plus < 0 ? name : name.substring(0, plus);
    Brain brain = find(Brain.values(), first);
    if (brain != null && brain != Brain.NONE && (plus >= 0 || !brain.ours())) {
      Actuator actuator =
          plus < 0 ? Actuator.LEAST_REQUEST : find(Actuator.values(), name.substring(plus + 1));
      if (actuator != null && actuator.weighted) {
        return new Policy(brain, actuator);
      }
    }
    Actuator alone = plus < 0 ? find(Actuator.values(), first) : null;
    if (alone != null && names().contains(name)) {
      return new Policy(Brain.NONE, alone);
    }
    String hint =
        Nearest.to(name, names()).map(" (did you mean %s?)"::formatted).orElse("");
    throw new UserError(
        "there is no policy \"%s\"%s; policies: %s. A control plane may be joined with another actuator: pid+round_robin"
            .formatted(name, hint, String.join(" ", names())));
  }

  private static <E extends Enum<E>> @Nullable E find(E[] values, String name) {
    return Arrays.stream(values).filter(v -> lower(v).equals(name)).findFirst().orElse(null);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
