package io.adaptivelb.replay;

import io.adaptivelb.capacity.EstimatorFactory;
import io.adaptivelb.control.ControlLoop;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.telemetry.TelemetrySample;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The stored samples of one cluster, run through a control loop tick by tick under the recorded time. Not thread-safe.
 *
 * <p>A store keeps samples and nothing else, so what else a loop hears is concluded from them: an endpoint is a member from its
 * first sample on until nobody has spoken of it for {@link #MEMBER_TIMEOUT}; a tick ends at every whole multiple of its length since
 * 1970, and has heard what is not newer; after {@link #SILENCE} without any sample the loop starts anew, as a server does that was
 * stopped. Fast readings, health checks and overrides are not in the store: what they did to the weights is not in the replay.
 */
public final class Replay {
  /** After it an endpoint counts as gone. */
  public static final Duration MEMBER_TIMEOUT = Duration.ofMinutes(2);

  /** After it the server counts as restarted. */
  public static final Duration SILENCE = Duration.ofMinutes(5);

  private static final Duration READ_AHEAD = Duration.ofMinutes(1);

  private final StoredTelemetry telemetry;
  private final ClusterId cluster;
  private final Instant to;
  private final ControlSettings settings;
  private final EstimatorFactory estimators;
  private final Deque<TelemetrySample> ahead = new ArrayDeque<>();
  private final TreeMap<EndpointId, Instant> members = new TreeMap<>();
  private @Nullable ControlLoop loop;
  private Instant readTo;
  private Instant lastHeard = Instant.MIN;

  /**
   * A replay that has played nothing.
   *
   * @param from inclusive
   * @param to exclusive
   * @param settings of the loop
   * @param estimators of the rung to play
   */
  public Replay(
      StoredTelemetry telemetry,
      ClusterId cluster,
      Instant from,
      Instant to,
      ControlSettings settings,
      EstimatorFactory estimators) {
    this.telemetry = telemetry;
    this.cluster = cluster;
    this.to = to;
    this.settings = settings;
    this.estimators = estimators;
    readTo = from;
  }

  /** The end of the first tick that has heard a moment. */
  public static Instant tickAfter(Instant moment, Duration tick) {
    long length = tick.toMillis();
    // A moment that is no whole millisecond lies after the tick that ends at it.
    long millis = moment.plusNanos(999_999).toEpochMilli();
    return Instant.ofEpochMilli(Math.ceilDiv(millis, length) * length);
  }

  /**
   * Plays a tick; call with rising times.
   *
   * @param now its end
   * @return the weights in force after it; empty while no member is known
   */
  public Optional<WeightSnapshot> tick(Instant now) {
    List<TelemetrySample> heard = heardBy(now);
    if (!heard.isEmpty()) {
      if (loop == null || lastHeard.plus(SILENCE).isBefore(heard.getFirst().time())) {
        members.clear();
        loop = new ControlLoop(cluster, settings, estimators.of(cluster, settings.estimation()));
      }
      lastHeard = heard.getLast().time();
    }
    ControlLoop current = loop;
    if (current == null) {
      return Optional.empty();
    }
    boolean changed = false;
    for (TelemetrySample sample : heard) {
      changed |= members.put(sample.endpoint(), sample.time()) == null;
    }
    changed |= members.values().removeIf(seen -> seen.plus(MEMBER_TIMEOUT).isBefore(now));
    if (changed) {
      List<Endpoint> listed = members.keySet().stream().map(Endpoint::of).toList();
      current.accept(new Membership(cluster, now.minus(settings.tick()), listed));
    }
    heard.forEach(current::accept);
    return current.tick(now);
  }

  /**
   * Why an endpoint has its weight after the last tick.
   *
   * @throws NoSuchElementException when it is no member
   */
  public Explanation explain(EndpointId endpoint) {
    if (loop == null) {
      throw new NoSuchElementException("no tick was played yet");
    }
    return loop.explain(endpoint);
  }

  private List<TelemetrySample> heardBy(Instant now) {
    while (!readTo.isAfter(now) && readTo.isBefore(to)) {
      Instant end = readTo.plus(READ_AHEAD);
      end = end.isAfter(to) ? to : end;
      telemetry.read(cluster, readTo, end, ahead::addLast);
      readTo = end;
    }
    List<TelemetrySample> heard = new ArrayList<>();
    for (TelemetrySample next = ahead.peekFirst();
        next != null && !next.time().isAfter(now);
        next = ahead.peekFirst()) {
      heard.add(ahead.removeFirst());
    }
    return heard;
  }
}
