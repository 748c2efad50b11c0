package io.adaptivelb.simulator.chart;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A colour for each policy, the same in every plot of a page: blue for ours, orange and red for what proxies do alone, green for other
 * control planes, grey for the clairvoyant ones and for what was reported. All are readable on white and on near black.
 */
public final class Palette {
  private static final Map<String, List<String>> COLOURS = Map.of(
      "ours", List.of("#2f6fe4", "#22b8e6", "#7c5cf5", "#1747a6", "#6fa8ff", "#0e8fa8"),
      "alone",
          List.of(
              "#e8590c", "#f2a71b", "#d6336c", "#c92a2a", "#ff8a5c", "#b8860b", "#e64980",
              "#a8512a"),
      "control",
          List.of(
              "#2b9348", "#80b918", "#0ca678", "#5c940d", "#38d9a9", "#94b447", "#1e7a5a",
              "#a9d34a"),
      "clairvoyant", List.of("#868e96", "#adb5bd", "#6b7683", "#c0c7ce"));
  private static final List<String> ALONE = List.of(
      "random",
      "round_robin",
      "least_request",
      "least_request_full_scan",
      "peak_ewma",
      "prequal",
      "c3",
      "grpc_wrr",
      "grpc_wrr_oob");

  private final Map<String, String> colours = new HashMap<>();
  private final String others;

  /** Colours for these. */
  public Palette(List<String> policies) {
    others = "#868e96";
    Map<String, Integer> next = new HashMap<>();
    for (String policy : policies) {
      String kind = kind(policy);
      List<String> own = COLOURS.getOrDefault(kind, List.of("#868e96"));
      int place = next.merge(kind, 1, Integer::sum) - 1;
      colours.put(policy, own.get(place % own.size()));
    }
  }

  private Palette(String colour) {
    others = colour;
  }

  /** One colour for everything: where bars are of no policy. */
  public static Palette only(String colour) {
    return new Palette(colour);
  }

  private static String kind(String policy) {
    if (policy.startsWith("adaptive") || policy.startsWith("model")) {
      return "ours";
    }
    if (policy.startsWith("oracle") || policy.equals("static") || policy.startsWith("reported")) {
      return "clairvoyant";
    }
    return ALONE.contains(policy) ? "alone" : "control";
  }

  /** The colour of a policy. */
  public String of(String policy) {
    return colours.getOrDefault(policy, others);
  }
}
