package io.adaptivelb.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.explanation.Explanation.Contribution;
import io.adaptivelb.scoring.Score;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.FastReading;
import io.adaptivelb.telemetry.HealthTransition;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.TelemetrySample;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.Rail;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds for any telemetry at all. A seeded storm of senseless signals: the number of ticks is the system property {@code
 * lb.storm.ticks} (a million in the long run).
 */
class ControlLoopStormTest {
  private static final int TICKS = Integer.getInteger("lb.storm.ticks", 10_000);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void storm_ofAnyTelemetry_keepsEveryInvariant(long seed) {
    Random random = new Random(seed);
    // Half of the storms have a model that foretells as senselessly.
    ControlSettings settings = ControlSettings.DEFAULTS;
    Foreteller foreteller = new Foreteller(settings.estimation());
    ControlLoop loop = new ControlLoop(Fleet.CLUSTER, settings, foreteller);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    long version = 0;
    List<EndpointId> members = List.of();
    for (int tick = 0; tick < TICKS / 4; tick++) {
      if (tick == 0 || random.nextInt(40) == 0) {
        members = someMembers(random);
        loop.accept(new Membership(
            Fleet.CLUSTER, now, members.stream().map(Endpoint::of).toList()));
      }
      for (int bin = 0; bin < 2; bin++) {
        now = now.plusMillis(250);
        for (EndpointId id : members) {
          disturb(loop, id, now, random);
        }
        loop.react(now);
      }
      now = now.plusMillis(random.nextInt(20) == 0 ? 90_000 : 4_500);
      foreteller.forget();
      for (EndpointId id : members) {
        if (seed % 2 == 0 && random.nextInt(3) == 0) {
          foreteller.foretellAnything(id, random);
        }
      }
      WeightSnapshot snapshot = loop.tick(now).orElseThrow();
      check(snapshot, members, version);
      explain(loop, snapshot, random);
      version = snapshot.version();
    }
  }

  private static void check(WeightSnapshot snapshot, List<EndpointId> members, long before) {
    assertThat(snapshot.version()).isGreaterThanOrEqualTo(before);
    assertThat(snapshot.endpoints()).hasSameSizeAs(members);
    long down = 0;
    long ejected = 0;
    long sum = 0;
    for (EndpointWeight line : snapshot.endpoints()) {
      assertThat(line.weight()).isBetween(1, 10_000);
      sum += line.weight();
      down += line.status() == HealthStatus.UNHEALTHY ? 1 : 0;
      ejected += line.rails().contains(Rail.EJECTION) ? 1 : 0;
      if (line.score() instanceof Score.Scored scored) {
        assertThat(scored.health()).isBetween(0.0, 100.0);
        assertThat(scored.load()).isBetween(0.0, 100.0);
        assertThat(scored.performance()).isBetween(0.0, 100.0);
      }
    }
    assertThat(sum).isPositive().isLessThan(1L << 31);
    // Half of the cluster may be marked, two fifths ejected; one may always be, unless it is alone.
    assertThat(down).isLessThanOrEqualTo(members.size() / 2);
    long limit = members.size() < 2 ? 0 : Math.max(1, members.size() * 2L / 5);
    assertThat(ejected).isLessThanOrEqualTo(limit);
  }

  private static void explain(ControlLoop loop, WeightSnapshot snapshot, Random random) {
    EndpointWeight line =
        snapshot.endpoints().get(random.nextInt(snapshot.endpoints().size()));
    List<Contribution> contributions = loop.explain(line.id()).contributions();
    assertThat(contributions.stream().mapToInt(Contribution::weightUnits).sum())
        .isEqualTo(line.weight());
  }

  private static List<EndpointId> someMembers(Random random) {
    int size = 1 + random.nextInt(12);
    List<EndpointId> members = new ArrayList<>();
    for (int i = 0; i < 16 && members.size() < size; i++) {
      if (random.nextInt(4) != 0) {
        members.add(Fleet.id(i));
      }
    }
    return members.isEmpty() ? List.of(Fleet.id(0)) : members;
  }

  private static void disturb(ControlLoop loop, EndpointId id, Instant now, Random random) {
    if (random.nextInt(3) == 0) {
      loop.accept(new FastReading(
          Fleet.CLUSTER, id, now, count(random), outcomes(random), gauge(random, 1e4)));
    }
    if (random.nextInt(200) == 0) {
      loop.accept(new HealthTransition(Fleet.CLUSTER, id, now, random.nextBoolean(), "storm"));
    }
    if (random.nextInt(3) != 0) {
      loop.accept(sample(id, now, random));
    }
  }

  private static TelemetrySample sample(EndpointId id, Instant now, Random random) {
    LatencyHistogram.Recorder latency = new LatencyHistogram.Recorder();
    for (int i = random.nextInt(40); i > 0; i--) {
      latency.record(Math.exp(random.nextGaussian() * 6));
    }
    boolean proxy = random.nextInt(4) == 0;
    return new TelemetrySample(
        Fleet.CLUSTER,
        id,
        new Observer(
            proxy ? Observer.Kind.PROXY : Observer.Kind.ENDPOINT,
            proxy ? "edge" : id.toString(),
            Locality.UNKNOWN),
        now.plusSeconds(random.nextInt(50) == 0 ? random.nextInt(7_200) - 3_600 : 0),
        Fleet.TICK,
        outcomes(random),
        latency.drain(),
        gauge(random, 1e6),
        new Resources(
            random.nextInt(5) == 0 ? Double.NaN : Math.exp(random.nextGaussian() * 8),
            gauge(random, 1e9),
            gauge(random, 1e3),
            gauge(random, 1)),
        List.copyOf(EnumSet.allOf(CircuitBreaker.class)).get(random.nextInt(4)),
        random.nextInt(10) == 0 ? now.minusSeconds(random.nextInt(100)) : Instant.EPOCH);
  }

  private static Outcomes outcomes(Random random) {
    return new Outcomes(count(random), count(random), count(random), count(random), count(random));
  }

  private static long count(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextInt(10);
      case 2 -> random.nextInt(1_000);
      default -> random.nextLong(1L << 40);
    };
  }

  private static double gauge(Random random, double max) {
    return switch (random.nextInt(4)) {
      case 0 -> Double.NaN;
      case 1 -> 0;
      default -> random.nextDouble() * max;
    };
  }
}
