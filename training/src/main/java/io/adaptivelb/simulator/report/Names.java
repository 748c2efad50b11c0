package io.adaptivelb.simulator.report;

import java.util.List;
import java.util.Map;

/** Which policies are compared with which. */
final class Names {
  static final String ROUND_ROBIN = "round_robin";
  static final String LEAST_REQUEST = "least_request";
  /** What stock Envoy does with our weights. */
  static final String STOCK = "adaptive+least_request";

  /** The same with a model on top. */
  static final String LEARNED = "model+least_request";

  static final String PEAK_EWMA = "adaptive+weighted_peak_ewma";
  static final String PROBING = "adaptive+weighted_probing";

  /** What proxies do without any control plane. */
  static final List<String> IN_PROXY = List.of(
      "random",
      "round_robin",
      "least_request",
      "peak_ewma",
      "prequal",
      "c3",
      "grpc_wrr",
      "grpc_wrr_oob");

  /** The control planes that others run, and gRPC's, each over the picker that serves it better. */
  static final List<String> CONTROLLED = List.of(
      "grpc_wrr",
      "grpc_wrr_oob",
      "pid",
      "pid+round_robin",
      "l3",
      "l3+round_robin",
      "d2",
      "d2+round_robin",
      "knapsack",
      "knapsack+round_robin");

  private static final Map<String, String> PICKERS = Map.of(
      "round_robin", "round_robin",
      "least_request", "least_request",
      "weighted_p2c", "least_request",
      "weighted_peak_ewma", "peak_ewma",
      "weighted_probing", "prequal");

  private Names() {}

  static boolean isOurs(String policy) {
    return policy.startsWith("adaptive") || policy.startsWith("model");
  }

  /** Neither ours nor clairvoyant. */
  static boolean isRival(String policy) {
    return !isOurs(policy) && !policy.startsWith("oracle");
  }

  /** What the proxies of one of ours would do without our weights. */
  static String withoutWeights(String ours) {
    return PICKERS.getOrDefault(ours.substring(ours.indexOf('+') + 1), LEAST_REQUEST);
  }

  static List<String> ours(Standings standings) {
    return standings.policies().stream().filter(Names::isOurs).toList();
  }

  static List<String> rivals(Standings standings) {
    return standings.policies().stream().filter(Names::isRival).toList();
  }
}
