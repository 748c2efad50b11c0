package io.adaptivelb.demo.verdict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The one object that {@code lb demo --json} prints. */
public final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Report() {}

  /**
   * The object, on one line: {@code policy, requests, equal, adaptive, ratios, passed}. {@code requests} is the number of
   * measured requests of a phase, the same in both; figures that do not exist are null. Where a poisoned model was
   * shipped, {@code poison} is there besides.
   */
  public static String json(
      String policy,
      Measurement equal,
      Measurement adaptive,
      Verdict verdict,
      Optional<PoisonVerdict> poison) {
    ObjectNode root = JSON.createObjectNode();
    root.put("policy", policy);
    root.put("requests", adaptive.requests());
    put(root.putObject("equal"), equal.figures());
    put(root.putObject("adaptive"), adaptive.figures());
    Ratios ratios = Ratios.of(equal.figures(), adaptive.figures());
    ObjectNode ratio = root.putObject("ratios");
    put(ratio, "p99", ratios.p99(), 1_000);
    put(ratio, "errors", ratios.errors(), 1_000);
    root.put("passed", verdict.passed() && poison.map(PoisonVerdict::passed).orElse(true));
    poison.ifPresent(model -> {
      ObjectNode node = root.putObject("poison");
      node.put("rolledBack", model.rolledBack());
      put(node, "afterSeconds", model.after().toMillis() * 1e-3, 10);
      node.put("guardrail", model.guardrail());
      put(node, "p99Ratio", model.p99Ratio(), 1_000);
      node.put("passed", model.passed());
    });
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers could not be written", e);
    }
  }

  private static void put(ObjectNode node, Figures figures) {
    put(node, "p50Millis", figures.p50Millis(), 1_000);
    put(node, "p90Millis", figures.p90Millis(), 1_000);
    put(node, "p99Millis", figures.p99Millis(), 1_000);
    put(node, "errorRatio", figures.errorRatio(), 1_000_000);
  }

  private static void put(ObjectNode node, String name, double value, double precision) {
    if (Double.isNaN(value)) {
      node.putNull(name);
    } else {
      node.put(name, Math.round(value * precision) / precision);
    }
  }
}
