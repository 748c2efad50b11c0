package io.adaptivelb.simulator.scenario;

import io.adaptivelb.simulator.engine.Hosts;
import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A scenario from a text, played by a plain round robin: one proxy, four endpoints, requests of exactly 5 ms that hardly ever
 * meet. What the text says comes on top.
 */
final class Stage implements Events {
  private static final String CALM = """
      proxies: 1
      endpoints: 4
      near: 0s
      timeout: 0s
      cpu: {mean: 5ms, shape: constant}
      load: {rate: 40}
      """;

  /** How a request ended. */
  record Answer(int endpoint, Outcome outcome, double millis, double sent) {}

  final Scenario scenario;
  final Simulation simulation;
  final List<Answer> answers = new ArrayList<>();
  final List<String> events = new ArrayList<>();
  private int turn;

  Stage(Path folder, String yaml) {
    scenario = read(folder, calmExcept(yaml));
    Staging staging = new Staging(scenario, 1);
    simulation = staging.simulation();
    simulation.use(proxy -> {
      Hosts hosts = simulation.mesh().hosts(proxy);
      return hosts.get(turn++ % hosts.size());
    });
    simulation.watch((proxy, endpoint, outcome, seconds, sent) ->
        answers.add(new Answer(endpoint, outcome, seconds * 1e3, sent)));
    staging.plan(this);
  }

  static Scenario read(Path folder, String yaml) {
    try {
      return ScenarioFile.read(
          Files.writeString(folder.resolve("stage.yaml"), yaml).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String calmExcept(String yaml) {
    List<String> keys =
        yaml.lines().map(line -> line.substring(0, line.indexOf(':') + 1)).toList();
    Predicate<String> given = line -> keys.contains(line.substring(0, line.indexOf(':') + 1));
    return String.join("\n", CALM.lines().filter(given.negate()).toList()) + "\n" + yaml;
  }

  Stage until(double seconds) {
    simulation.runUntil(seconds);
    return this;
  }

  /** Requests to an endpoint that were sent in a while. */
  List<Answer> answers(int endpoint, double from, double to) {
    return answers.stream()
        .filter(a -> a.endpoint() == endpoint && a.sent() >= from && a.sent() < to)
        .toList();
  }

  /** Their median in milliseconds. */
  double millis(int endpoint, double from, double to) {
    double[] sorted = answers(endpoint, from, to).stream()
        .mapToDouble(Answer::millis)
        .sorted()
        .toArray();
    return sorted[sorted.length / 2];
  }

  @Override
  public void health(int endpoint, boolean healthy) {
    events.add("%.1f %d %s".formatted(simulation.mesh().now(), endpoint, healthy ? "well" : "ill"));
  }

  @Override
  public void membership() {
    events.add("%.1f membership".formatted(simulation.mesh().now()));
  }

  @Override
  public void brain(boolean up) {
    events.add("%.1f brain %s".formatted(simulation.mesh().now(), up ? "up" : "down"));
  }
}
