package io.adaptivelb.simulator.report;

import static io.adaptivelb.simulator.report.Names.LEARNED;
import static io.adaptivelb.simulator.report.Names.LEAST_REQUEST;
import static io.adaptivelb.simulator.report.Names.PEAK_EWMA;
import static io.adaptivelb.simulator.report.Names.PROBING;
import static io.adaptivelb.simulator.report.Names.ROUND_ROBIN;
import static io.adaptivelb.simulator.report.Names.STOCK;

import io.adaptivelb.simulator.league.Duel;
import io.adaptivelb.simulator.league.League;
import io.adaptivelb.simulator.league.Part;
import io.adaptivelb.simulator.league.Results;
import io.adaptivelb.simulator.limit.LoadLimit;
import io.adaptivelb.simulator.play.Figures;
import io.adaptivelb.simulator.report.Check.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What our weights were to reach, and what they did. Latency is the penalised p99 unless it says otherwise; a mean is the geometric
 * one over the first group's scenarios, for each number of proxies and over all of them. Where the criterion names none of our
 * policies, the one over stock Envoy and the best of ours are both judged. What a league did not play is not judged.
 */
public final class Criteria {
  /** The group in which nothing may become worse. */
  static final String HARM = "harm";
  /** The group in which a model can be ahead. */
  static final String LEARNABLE = Duel.LEARNABLE;
  /** The group of the four services. */
  static final String SERVICES = "services";

  private static final int WORST_DUELS = 5;
  private static final int MANY = 500;
  private static final int FEW = 50;
  private static final Map<String, ToDoubleFunction<Figures>> QUANTILES = quantiles();

  private final Results results;
  private final Map<Integer, Standings> sizes = new LinkedHashMap<>();
  private final List<Check> checks = new ArrayList<>();

  private Criteria(Results results) {
    this.results = results;
    results
        .of(results.firstGroup())
        .forEach(part -> sizes.put(part.proxies(), new Standings(part.runs())));
  }

  private static Map<String, ToDoubleFunction<Figures>> quantiles() {
    Map<String, ToDoubleFunction<Figures>> quantiles = new LinkedHashMap<>();
    quantiles.put("p50", Figures::p50Millis);
    quantiles.put("p90", Figures::p90Millis);
    quantiles.put("p95", Figures::p95Millis);
    quantiles.put("p99", Figures::p99Millis);
    quantiles.put("p99.9", Figures::p999Millis);
    return quantiles;
  }

  /** All of them, in the order of their numbers. */
  public static List<Check> of(Results results) {
    Criteria criteria = new Criteria(results);
    criteria.stock();
    criteria.pickers();
    criteria.errors();
    criteria.heavy();
    criteria.harmless();
    criteria.learned();
    return List.copyOf(criteria.checks);
  }

  private void add(int number, String what, double atMost, List<Value> values) {
    checks.add(new Check(number, what, atMost, true, values));
  }

  private void stock() {
    String ours = Words.code(STOCK);
    List<Value> toRoundRobin = means(STOCK, ROUND_ROBIN).stream()
        .filter(value -> value.where().equals(FEW + " proxies"))
        .toList();
    add(1, ours + " to `round_robin`, mean", 0.12, toRoundRobin);
    add(1, ours + " to `least_request`, mean", 0.52, means(STOCK, LEAST_REQUEST));
    add(
        1,
        ours + " to the best of gRPC WRR, PID, L3, D2 and KnapsackLB, mean",
        0.88,
        toBestControlled());
    add(1, ours + " to `orca_central`, mean", 0.95, means(STOCK, "orca_central"));
    add(1, ours + " to `least_request`, in its worst scenario", 1.05, worst(STOCK, LEAST_REQUEST));
  }

  private void pickers() {
    add(2, Words.code(PEAK_EWMA) + " to `peak_ewma`, mean", 0.95, means(PEAK_EWMA, "peak_ewma"));
    add(2, Words.code(PROBING) + " to `prequal`, mean", 0.95, means(PROBING, "prequal"));
    add(
        2,
        Words.code(PROBING) + " to `prequal`, in its worst scenario",
        1.03,
        worst(PROBING, "prequal"));
  }

  private List<Value> means(String policy, String against) {
    List<Value> values = new ArrayList<>();
    sizes.forEach((size, standings) -> {
      if (standings.played(policy, against)) {
        double ratio = standings.ratio(standings.scenarios(), policy, against).value();
        values.add(new Value(size + " proxies", ratio));
      }
    });
    return withMean(values);
  }

  private static List<Value> withMean(List<Value> values) {
    if (values.size() > 1) {
      double log = values.stream().mapToDouble(v -> StrictMath.log(v.value())).sum();
      values.add(new Value("together", StrictMath.exp(log / values.size())));
    }
    return values;
  }

  private List<Value> toBestControlled() {
    List<Value> values = new ArrayList<>();
    sizes.forEach((size, standings) -> {
      if (standings.played(STOCK) && standings.policies().containsAll(Names.CONTROLLED)) {
        List<String> over = standings.scenarios();
        String best = Names.CONTROLLED.stream()
            .min(Comparator.comparingDouble((String rival) -> standings.mean(over, rival)))
            .orElseThrow();
        values.add(new Value(
            "%d proxies, `%s`".formatted(size, best),
            standings.ratio(over, STOCK, best).value()));
      }
    });
    return withMean(values);
  }

  private List<Value> worst(String policy, String against) {
    List<Value> values = new ArrayList<>();
    sizes.forEach((size, standings) -> {
      if (standings.played(policy, against)) {
        String scenario = standings.scenarios().stream()
            .max(
                Comparator.comparingDouble((String name) -> standings.ratio(name, policy, against)))
            .orElseThrow();
        values.add(new Value(
            "%d proxies, %s".formatted(size, scenario),
            standings.ratio(scenario, policy, against)));
      }
    });
    return values;
  }

  private void errors() {
    for (String scenario : List.of("gray-fail", "mix")) {
      List<Value> stock = new ArrayList<>();
      List<Value> best = new ArrayList<>();
      sizes.forEach((size, standings) -> {
        List<String> over = List.of(scenario);
        Optional<String> rival = leastErrors(standings, over, Names.IN_PROXY);
        Optional<String> ours = leastErrors(standings, over, Names.ours(standings));
        if (standings.scenarios().contains(scenario) && rival.isPresent() && ours.isPresent()) {
          double theirs = standings.errorRatio(over, rival.get());
          String where = "%d proxies, `%s` ".formatted(size, rival.get());
          if (standings.played(STOCK)) {
            stock.add(new Value(
                where + Words.percent(theirs),
                quotient(standings.errorRatio(over, STOCK), theirs)));
          }
          best.add(new Value(
              "%s%s, `%s`".formatted(where, Words.percent(theirs), ours.get()),
              quotient(standings.errorRatio(over, ours.get()), theirs)));
        }
      });
      String rest = " to those of the best in-proxy rival, " + scenario;
      add(3, "errors of " + Words.code(STOCK) + rest, 0.3, stock);
      add(3, "errors of the best of ours" + rest, 0.3, best);
    }
    results.of(SERVICES).forEach(this::services);
    if (results.of(SERVICES).isEmpty()) {
      add(3, "errors in the four services to `round_robin`", 0.15, List.of());
      add(3, "p99 in the four services to `round_robin`", 0.32, List.of());
    }
  }

  private void services(Part part) {
    Standings penalised = new Standings(part.runs());
    Standings plain = new Standings(part.runs(), Figures::p99Millis);
    List<String> over = penalised.scenarios();
    List<Value> errors = new ArrayList<>();
    List<Value> p99 = new ArrayList<>();
    for (String policy : Names.ours(penalised)) {
      if (penalised.played(ROUND_ROBIN)) {
        errors.add(new Value(
            Words.code(policy),
            quotient(penalised.errorRatio(over, policy), penalised.errorRatio(over, ROUND_ROBIN))));
        p99.add(new Value(
            Words.code(policy), penalised.ratio(over, policy, ROUND_ROBIN).value()));
        p99.add(new Value(
            Words.code(policy) + ", successes",
            plain.ratio(over, policy, ROUND_ROBIN).value()));
      }
    }
    add(3, "errors in the four services to `round_robin`, mean", 0.15, errors);
    add(3, "p99 in the four services to `round_robin`, mean", 0.32, p99);
  }

  private static Optional<String> leastErrors(
      Standings standings, List<String> over, List<String> among) {
    if (!standings.scenarios().containsAll(over)) {
      return Optional.empty();
    }
    return among.stream()
        .filter(standings::played)
        .min(Comparator.comparingDouble((String policy) -> standings.errorRatio(over, policy)));
  }

  /** None against none is as good as it gets. */
  private static double quotient(double ours, double theirs) {
    return ours == 0 ? 0 : ours / theirs;
  }

  private void heavy() {
    List<Value> values = new ArrayList<>();
    Standings many = sizes.get(MANY);
    String scenario = League.LIMIT_SCENARIO;
    if (many != null && many.played(LEAST_REQUEST) && many.scenarios().contains(scenario)) {
      for (String policy : List.of(STOCK, PEAK_EWMA, PROBING)) {
        if (many.played(policy)) {
          values.add(new Value(Words.code(policy), many.ratio(scenario, policy, LEAST_REQUEST)));
        }
      }
    }
    add(4, "ours to `least_request`, antagonists, 500 proxies", 0.12, values);
    Map<String, LoadLimit> limits = new LinkedHashMap<>();
    results.limits().stream()
        .filter(limit -> limit.scenario().equals(scenario))
        .forEach(limit -> limits.put(limit.policy(), limit));
    List<Value> loads = new ArrayList<>();
    LoadLimit base = limits.get(LEAST_REQUEST);
    limits.forEach((policy, limit) -> {
      if (base != null && Names.isOurs(policy)) {
        loads.add(new Value(Words.code(policy), limit.maxUtilisation() / base.maxUtilisation()));
      }
    });
    checks.add(new Check(
        4, "highest load of ours to that of `least_request`, antagonists", 1.8, false, loads));
  }

  private void harmless() {
    List<Value> values = new ArrayList<>();
    String calm = "homogeneous";
    for (Part part : results.of(results.firstGroup())) {
      QUANTILES.forEach((name, quantile) -> {
        Standings standings = new Standings(part.runs(), quantile);
        if (standings.played(STOCK, LEAST_REQUEST) && standings.scenarios().contains(calm)) {
          values.add(new Value(
              "%s, %d proxies".formatted(name, part.proxies()),
              standings.ratio(calm, STOCK, LEAST_REQUEST)));
        }
      });
    }
    add(6, Words.code(STOCK) + " to `least_request`, homogeneous, every quantile", 1.02, values);
    List<Value> harms = new ArrayList<>();
    for (Part part : results.of(HARM)) {
      Standings standings = new Standings(part.runs());
      if (standings.played(STOCK, LEAST_REQUEST)) {
        standings
            .scenarios()
            .forEach(scenario ->
                harms.add(new Value(scenario, standings.ratio(scenario, STOCK, LEAST_REQUEST))));
      }
    }
    add(6, Words.code(STOCK) + " to `least_request`, brain away or telemetry false", 1.1, harms);
  }

  private void learned() {
    String compared = Words.code(LEARNED) + " to " + Words.code(STOCK);
    List<Duel> learnable =
        results.duels().stream().filter(duel -> duel.group().equals(LEARNABLE)).toList();
    List<Value> ahead = new ArrayList<>();
    if (!learnable.isEmpty()) {
      ahead.add(new Value("mean", Duel.mean(learnable)));
    }
    List<Value> elsewhere = results.duels().stream()
        .filter(duel -> !duel.group().equals(LEARNABLE))
        .sorted(Comparator.comparingDouble(Duel::ratio).reversed())
        .limit(WORST_DUELS)
        .map(duel -> new Value(
            "%s, %d proxies, %d seeds".formatted(duel.scenario(), duel.proxies(), duel.seeds()),
            duel.ratio()))
        .toList();
    add(7, compared + ", learnable scenarios", Duel.AHEAD, ahead);
    add(7, compared + ", every other scenario, the worst of them", Duel.NO_WORSE, elsewhere);
  }
}
