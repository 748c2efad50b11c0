package io.adaptivelb.simulator;

import io.adaptivelb.simulator.limit.LoadLimit;
import io.adaptivelb.simulator.limit.LoadSearch;
import io.adaptivelb.simulator.play.Policy;
import io.adaptivelb.simulator.report.LimitReport;
import io.adaptivelb.simulator.scenario.Scenario;
import java.util.HashMap;
import java.util.Map;

/** Shows how a search goes on; its work is counted in runs. */
final class SearchProgress implements LoadSearch.Listener {
  private final Progress progress;
  private final int seeds;
  private final Map<String, Integer> runs = new HashMap<>();

  SearchProgress(Progress progress, int seeds) {
    this.progress = progress;
    this.seeds = seeds;
  }

  @Override
  public void played(Scenario scenario, Policy policy) {
    runs.merge(policy.name(), 1, Integer::sum);
    progress.done(1);
  }

  @Override
  public void found(LoadLimit limit) {
    progress.say("%s: %s".formatted(limit.policy(), LimitReport.utilisation(limit)));
    // Loads that turned out not to be needed.
    progress.done(LoadSearch.MOST_LOADS * seeds - runs.getOrDefault(limit.policy(), 0));
  }
}
