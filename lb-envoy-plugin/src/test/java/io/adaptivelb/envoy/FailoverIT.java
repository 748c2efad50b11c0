package io.adaptivelb.envoy;

import static io.adaptivelb.envoy.Mesh.quickly;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What dies under load: the server, a backend, or a backend's answers. Each test prints what it measured.
 *
 * <p>With {@code -Dfailover.rounds=10} it kills and breaks backends ten times each; docs/benchmarks.md has the command.
 */
class FailoverIT {
  private static final int ROUNDS = Integer.getInteger("failover.rounds", 2);

  private static final Duration OUT_WHEN_KILLED = Duration.ofSeconds(1);
  private static final Duration OUT_WHEN_FAILING = Duration.ofSeconds(2);
  private static final Duration BACK = Duration.ofSeconds(5);

  /** An ejected endpoint keeps 1 % of its weight, so that somebody notices when it is well again. */
  private static final double PROBES = 0.02;

  @TempDir
  private Path folder;

  private Mesh mesh;

  @BeforeEach
  void start() throws IOException {
    mesh = new Mesh(folder);
  }

  @AfterEach
  void stop() {
    mesh.close();
  }

  @Test
  void serverKilled_envoyServesOn_andWeightsGoOnFromTheLast() throws IOException {
    quickly(60)
        .untilAsserted(() -> assertThat(mesh.strongToWeakPercent())
            .as("weights %s", mesh.weights())
            .isGreaterThan(600));
    // What was published a moment ago is on its way to a disk that may be busy.
    mesh.awaitAnswers(3L * Mesh.RATE);

    mesh.killServer();
    quickly(5).until(() -> !connected());
    Map<String, Long> last = mesh.weights();
    long percent = mesh.strongToWeakPercent();
    mesh.awaitAnswers(3L * Mesh.RATE);
    assertThat(mesh.weights()).as("weights while the server is away").isEqualTo(last);

    long launched = System.nanoTime();
    mesh.restartServer();
    long up = System.nanoTime();
    quickly(10).until(this::connected);
    Duration back = since(up);
    Duration sinceLaunch = since(launched);
    List<Long> percents = new ArrayList<>();
    // Ten ticks: the first of a new life have the least to go by.
    quickly(30).until(() -> {
      percents.add(mesh.strongToWeakPercent());
      return since(up).toSeconds() >= 10;
    });
    System.out.printf(
        "server killed: back in Envoy %d ms after it was up, %d ms after its launch; strong to weak %d %% before, then %s%n",
        back.toMillis(),
        sinceLaunch.toMillis(),
        percent,
        percents.stream().distinct().toList());
    assertThat(back).isLessThan(BACK);
    assertThat(percents).allMatch(p -> p > percent / 2);
    assertThat(mesh.traffic().failures()).isEmpty();
  }

  @Test
  void backendKilled_isOutWithinASecond_andFailsNoRequest() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      mesh.awaitAllHealthy();
      int victim = round % Mesh.BACKENDS;
      mesh.killBackend(victim);
      long killed = System.nanoTime();
      Watch watch = new Watch(victim, killed);
      quickly(10).until(() -> {
        watch.look();
        return !watch.unhealthy.isZero()
            && since(killed).compareTo(OUT_WHEN_KILLED.multipliedBy(2)) > 0;
      });
      System.out.printf(
          "backend killed: UNHEALTHY in Envoy after %d ms, last try after %d ms; failed %d of %d so far%n",
          watch.unhealthy.toMillis(),
          watch.lastTry.toMillis(),
          mesh.traffic().failures().size(),
          mesh.traffic().answered());
      assertThat(watch.unhealthy).isLessThan(OUT_WHEN_KILLED);
      assertThat(watch.lastTry).isLessThan(OUT_WHEN_KILLED);
      mesh.restartBackend(victim);
    }
    assertThat(mesh.traffic().failures()).isEmpty();
  }

  @Test
  void backendTurnsToFast5xx_isDownToProbesWithinTwoSeconds() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      int victim = round % Mesh.BACKENDS;
      quickly(90).until(() -> mesh.isWhole());
      double before = share(victim, () -> mesh.awaitAnswers(2L * Mesh.RATE));
      long weight = mesh.host(victim).weight();
      int failed = mesh.traffic().failures().size();

      mesh.breakBackend(victim);
      long broke = System.nanoTime();
      quickly(10).until(() -> mesh.host(victim).weight() <= PROBES * weight);
      Duration out = since(broke);
      quickly(10).until(() -> since(broke).compareTo(OUT_WHEN_FAILING) >= 0);
      int failedAtFirst = mesh.traffic().failures().size() - failed;
      double after = share(victim, () -> mesh.awaitAnswers(4L * Mesh.RATE));
      System.out.printf(
          "fast 5xx: at probe weight after %d ms; share %.4f before, %.4f from 2 s on; failed %d, then %d%n",
          out.toMillis(),
          before,
          after,
          failedAtFirst,
          mesh.traffic().failures().size() - failed - failedAtFirst);
      assertThat(out).isLessThan(OUT_WHEN_FAILING);
      // LEAST_REQUEST divides weights by the requests in flight + 1, and somebody who fails at once
      // has none.
      assertThat(after).isLessThan(5 * PROBES * before);
      mesh.mendBackend(victim);
    }
  }

  private double share(int backend, Runnable meanwhile) throws IOException {
    long requests = mesh.host(backend).requests();
    long answered = mesh.traffic().answered();
    meanwhile.run();
    return (mesh.host(backend).requests() - requests)
        / (double) (mesh.traffic().answered() - answered);
  }

  private boolean connected() throws IOException {
    return mesh.envoy().admin().stat("control_plane.connected_state").orElse(0) == 1;
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  /** When a killed backend was marked, and when Envoy last tried it. */
  private final class Watch {
    private final int backend;
    private final long killed;
    private long tries;
    private Duration unhealthy = Duration.ZERO;
    private Duration lastTry = Duration.ZERO;

    Watch(int backend, long killed) throws IOException {
      this.backend = backend;
      this.killed = killed;
      tries = tries(mesh.host(backend));
    }

    void look() throws IOException {
      EnvoyAdmin.Host host = mesh.host(backend);
      if (tries(host) != tries) {
        tries = tries(host);
        lastTry = since(killed);
      }
      if (unhealthy.isZero() && host.edsHealthStatus().equals("UNHEALTHY")) {
        unhealthy = since(killed);
      }
    }

    private static long tries(EnvoyAdmin.Host host) {
      return host.requests() + host.connectFailures();
    }
  }
}
