package io.adaptivelb.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One endpoint against what queueing theory says of it, within 2 %. */
class QueueTheoryTest {
  private static final double SERVICE = 0.01;
  private static final Percentage TOLERANCE = Percentage.withPercentage(2);

  /** Mean 1/(μ−λ), quantile −ln(1−q)/(μ−λ). */
  @ParameterizedTest
  @CsvSource({"0.3", "0.6", "0.75"})
  void mm1_meanAndQuantiles_areExponential(double rho) {
    Histogram micros = run(1, 1, rho / SERVICE, exponential(SERVICE), 3_000_000);

    double mean = SERVICE / (1 - rho);
    assertThat(micros.getMean() / 1e6).isCloseTo(mean, TOLERANCE);
    assertThat(micros.getValueAtPercentile(50) / 1e6).isCloseTo(mean * Math.log(2), TOLERANCE);
    assertThat(micros.getValueAtPercentile(99) / 1e6).isCloseTo(mean * Math.log(100), TOLERANCE);
  }

  /**
   * Erlang C: mean sojourn s + C·s/(k(1−ρ)). A sojourn is a service at rate μ and, with probability C, a wait at rate θ = kμ − λ
   * before it: P(T &gt; t) = (1 − C)·e^(−μt) + C·(θ·e^(−μt) − μ·e^(−θt))/(θ − μ).
   */
  @ParameterizedTest
  @CsvSource({"2,0.7", "4,0.8", "16,0.9"})
  void mmk_meanAndQuantiles_areErlangC(int k, double rho) {
    Histogram micros = run(k, k, k * rho / SERVICE, exponential(SERVICE), 4_000_000);

    double offered = k * rho;
    double term = 1;
    double sum = 1;
    for (int i = 1; i < k; i++) {
      term *= offered / i;
      sum += term;
    }
    double last = term * offered / k / (1 - rho);
    double waits = last / (sum + last);
    assertThat(micros.getMean() / 1e6)
        .isCloseTo(SERVICE + waits * SERVICE / (k * (1 - rho)), TOLERANCE);
    double mu = 1 / SERVICE;
    double theta = k * mu * (1 - rho);
    DoubleUnaryOperator tail = t -> (1 - waits) * Math.exp(-mu * t)
        + waits * (theta * Math.exp(-mu * t) - mu * Math.exp(-theta * t)) / (theta - mu);
    assertQuantiles(micros, tail);
  }

  /**
   * The sojourn of a request in M/M/1-PS that finds n others (with probability (1−ρ)·ρⁿ): among n + 1 each is the next to leave
   * with the same probability. Absorption of that chain, by uniformization.
   */
  @ParameterizedTest
  @CsvSource({"0.5", "0.7"})
  void mm1ps_quantiles_areThoseOfTheTaggedRequest(double rho) {
    Histogram micros = run(1, 1_000_000, rho / SERVICE, exponential(SERVICE), 4_000_000);

    double[] alive = new double[2_000];
    double[] others = new double[300];
    for (int n = 0; n < others.length; n++) {
      others[n] = (1 - rho) * Math.pow(rho, n);
    }
    for (int step = 0; step < alive.length; step++) {
      double[] next = new double[others.length];
      for (int n = 0; n < others.length; n++) {
        alive[step] += others[n];
        next[Math.min(n + 1, others.length - 1)] += others[n] * rho / (1 + rho);
        next[Math.max(n - 1, 0)] += others[n] / (1 + rho) * n / (n + 1);
      }
      others = next;
    }
    assertQuantiles(micros, t -> {
      double events = (1 + rho) / SERVICE * t;
      double logTerm = -events;
      double sum = 0;
      for (int step = 0; step < alive.length; step++) {
        sum += Math.exp(logTerm) * alive[step];
        logTerm += Math.log(events / (step + 1));
      }
      return sum;
    });
  }

  /** M/G/1-PS: those that a request finds are geometric, whatever the distribution. */
  @Test
  void mg1ps_inFlight_isGeometricWhateverTheDistribution() {
    double rho = 0.7;
    Sampler twoSizes = random -> random.nextDouble() < 0.9 ? SERVICE / 2 : 5.5 * SERVICE;
    for (Sampler demand : List.of(exponential(SERVICE), random -> SERVICE, twoSizes)) {
      Simulation simulation =
          simulation(1, 1_000_000, rho / SERVICE, demand, Double.POSITIVE_INFINITY, 17);
      long[] found = new long[1_000];
      simulation.use(proxy -> {
        found[Math.min(999, simulation.mesh().server(0).inFlight())]++;
        return 0;
      });

      simulation.runUntil(30_000);

      double arrivals = Arrays.stream(found).sum();
      double atLeast = 1;
      for (int n = 0; n < 6; n++) {
        assertThat(atLeast).isCloseTo(Math.pow(rho, n), TOLERANCE);
        atLeast -= found[n] / arrivals;
      }
    }
  }

  private static void assertQuantiles(Histogram micros, DoubleUnaryOperator tail) {
    for (double percentile : new double[] {50, 90, 99}) {
      double low = 0;
      double high = 10;
      for (int step = 0; step < 60; step++) {
        double middle = (low + high) / 2;
        if (tail.applyAsDouble(middle) > 1 - percentile / 100) {
          low = middle;
        } else {
          high = middle;
        }
      }
      assertThat(micros.getValueAtPercentile(percentile) / 1e6)
          .describedAs("p%s", percentile)
          .isCloseTo(high, TOLERANCE);
    }
  }

  /** Processor sharing: mean s/(1−ρ), whatever the distribution. */
  @Test
  void mg1ps_mean_doesNotDependOnTheDistribution() {
    Sampler twoSizes = random -> random.nextDouble() < 0.9 ? SERVICE / 2 : 5.5 * SERVICE;
    for (Sampler demand : List.of(exponential(SERVICE), random -> SERVICE, twoSizes)) {
      Histogram micros = run(1, 1_000_000, 0.7 / SERVICE, demand, 3_000_000);

      assertThat(micros.getMean() / 1e6).isCloseTo(SERVICE / 0.3, TOLERANCE);
    }
  }

  /** Processor sharing: the mean sojourn of a job of size x is x/(1−ρ). */
  @Test
  void mg1ps_longJobs_areSlowedAsMuchAsShortOnes() {
    Sampler twoSizes = random -> random.nextDouble() < 0.5 ? SERVICE / 2 : 1.5 * SERVICE;
    Histogram micros = run(1, 1_000_000, 0.5 / SERVICE, twoSizes, 2_000_000);

    assertThat(micros.getMean() / 1e6).isCloseTo(2 * SERVICE, TOLERANCE);
  }

  /** PASTA and Little: in flight = rate · sojourn. */
  @Test
  void inFlight_isRateTimesSojourn() {
    Simulation simulation =
        simulation(4, 4, 300, exponential(SERVICE), Double.POSITIVE_INFINITY, 11);
    double[] sum = new double[2];
    simulation.watch((proxy, endpoint, outcome, seconds, sent) -> sum[0] += seconds);
    simulation.every(0.1, 0.1, () -> sum[1] += simulation.mesh().server(0).inFlight());

    simulation.runUntil(4_000);

    assertThat(sum[1] / 40_000).isCloseTo(sum[0] / 4_000, Percentage.withPercentage(3));
  }

  /** A blocked-calls-cleared station: Erlang B. */
  @Test
  void fullQueue_rejectsAsErlangB() {
    Simulation simulation = new Simulation(
        new Setting(
            List.of(new ServerSpec(4, 4, 0, 1, 0)),
            List.of(0),
            0,
            0,
            Double.POSITIVE_INFINITY,
            0.001),
        poisson(400, 5),
        exponential(SERVICE),
        random -> 0,
        5);
    long[] counts = new long[2];
    simulation.watch((proxy, endpoint, outcome, seconds, sent) -> {
      counts[0]++;
      counts[1] += outcome == Outcome.REJECTED ? 1 : 0;
    });

    simulation.runUntil(5_000);

    double offered = 4;
    double blocking = 1;
    for (int i = 1; i <= 4; i++) {
      blocking = offered * blocking / (i + offered * blocking);
    }
    assertThat((double) counts[1] / counts[0]).isCloseTo(blocking, TOLERANCE);
  }

  @Test
  void timeout_freesTheProxyAndNotTheServer() {
    Simulation simulation = simulation(1, 1, 200, random -> SERVICE, 0.5, 3);
    long[] timeouts = new long[1];
    simulation.watch((proxy, endpoint, outcome, seconds, sent) -> {
      timeouts[0] += outcome == Outcome.TIMEOUT ? 1 : 0;
      if (outcome == Outcome.TIMEOUT) {
        assertThat(seconds).isCloseTo(0.5, within(1e-9));
      }
    });

    simulation.runUntil(20);

    // Twice as many come as it can do: it works on those that nobody waits for.
    assertThat(timeouts[0]).isGreaterThan(1_000);
    assertThat(simulation.mesh().active(0, 0)).isLessThan(120);
    assertThat(simulation.mesh().server(0).inFlight()).isGreaterThan(1_000);
  }

  @Test
  void steal_slowsAndIsMeteredOnlyWhereItShows() {
    Simulation simulation =
        simulation(4, 1_000, 100, random -> SERVICE, Double.POSITIVE_INFINITY, 3);
    simulation.at(0, () -> simulation.steal(0, 0.5, false));
    simulation.at(100, () -> simulation.steal(0, 0.5, true));
    Server server = simulation.mesh().server(0);

    simulation.runUntil(100);
    assertThat(server.meteredCoreSeconds(100)).isCloseTo(100, Percentage.withPercentage(5));
    assertThat(server.meteredCoreSeconds(100)).isEqualTo(server.busyCoreSeconds(100));

    // What was hidden stays hidden: from here on two of four cores are seen to be taken.
    simulation.runUntil(110);
    assertThat(server.meteredCoreSeconds(110) - server.busyCoreSeconds(110))
        .isCloseTo(20, within(1e-6));
    assertThat(server.trueCapacity()).isEqualTo(2);
  }

  /** A neighbour on every core makes each request take longer, and the process's meter counts the time that it got. */
  @Test
  void contention_slowsEveryRequestAndTheMeterSeesOnlyItsOwnWork() {
    Simulation simulation = simulation(4, 4, 20, random -> SERVICE, Double.POSITIVE_INFINITY, 3);
    simulation.at(0, () -> simulation.contend(0, 0.6, false));
    double[] fastest = {1};
    long[] ended = new long[1];
    simulation.watch((proxy, endpoint, outcome, seconds, sent) -> {
      fastest[0] = Math.min(fastest[0], seconds);
      ended[0]++;
    });

    simulation.runUntil(100);

    Server server = simulation.mesh().server(0);
    assertThat(fastest[0]).isCloseTo(SERVICE / 0.4, within(1e-9));
    assertThat(server.meteredCoreSeconds(100)).isCloseTo(ended[0] * SERVICE, within(0.1));
    assertThat(server.trueCapacity()).isCloseTo(1.6, within(1e-9));
  }

  private static Histogram run(int cores, int slots, double rate, Sampler demand, int requests) {
    Histogram micros = new Histogram(1, 600_000_000L, 3);
    Simulation simulation =
        simulation(cores, slots, rate, demand, Double.POSITIVE_INFINITY, 20_260_105);
    simulation.watch((proxy, endpoint, outcome, seconds, sent) -> {
      if (sent > 100 * SERVICE) {
        micros.recordValue(Math.max(1, Math.round(seconds * 1e6)));
      }
    });
    simulation.runUntil(requests / rate);
    return micros;
  }

  private static Simulation simulation(
      int cores, int slots, double rate, Sampler demand, double timeout, long seed) {
    return new Simulation(
        new Setting(
            List.of(new ServerSpec(cores, slots, 10_000_000, 1, 0)), List.of(0), 0, 0, timeout, 0),
        poisson(rate, seed),
        demand,
        random -> 0,
        seed);
  }

  private static Sampler exponential(double mean) {
    return random -> -mean * StrictMath.log(1 - random.nextDouble());
  }

  private static Arrivals poisson(double rate, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] now = new double[1];
    return () -> now[0] -= StrictMath.log(1 - random.nextDouble()) / rate;
  }
}
