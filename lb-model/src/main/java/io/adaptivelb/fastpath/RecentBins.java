package io.adaptivelb.fastpath;

import io.adaptivelb.telemetry.FastReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/** One endpoint's fast readings of the last two seconds. Not thread-safe. */
public final class RecentBins {
  private static final int CAPACITY = 8;

  /** One-sided 95 %. */
  private static final double Z = 1.645;

  /** Fewer failures than this are an accident, whatever their share. */
  private static final int MIN_FAILURES = 4;

  /** Answers over arrivals from which a pile is being worked off. */
  private static final double DRAINS = 1.25;

  /** Where many requests stay so many times longer than elsewhere, they wait. */
  private static final double WAITS = 2;

  /** So many bins after requests piled up, time-outs and refusals are those of the pile: five seconds. */
  private static final int PILE_BINS = 20;

  /** So many standard deviations more came than were answered, where a single bin is enough to see that requests pile up. */
  private static final double OVERRUN_DEVIATIONS = 3;

  /** Older readings are no ground for what is meant to be fast. */
  private static final Duration MAX_AGE = Duration.ofSeconds(2);

  private final FastPathSettings settings;
  private final ArrayDeque<FastReading> bins = new ArrayDeque<>(CAPACITY);
  private int hotBins;
  private boolean overrun;
  private int binsSinceHot = PILE_BINS;
  private boolean fresh;

  /** No readings yet. */
  public RecentBins(FastPathSettings settings) {
    this.settings = settings;
  }

  /** Takes a reading; one that is not newer than the last is a duplicate or late, and is left out. */
  public void add(FastReading reading) {
    FastReading last = bins.peekLast();
    if (last != null && !reading.time().isAfter(last.time())) {
      return;
    }
    if (bins.size() == CAPACITY) {
      bins.removeFirst();
    }
    bins.addLast(reading);
    fresh = true;
  }

  /**
   * Whether errors burst: above the threshold over the two newest bins with enough requests, or over up to eight bins with
   * few requests whose 95 % lower confidence bound (Wilson) is above it.
   */
  public boolean errorBurst() {
    long errors = 0;
    long requests = 0;
    int seen = 0;
    for (var newestFirst = bins.descendingIterator(); newestFirst.hasNext(); ) {
      FastReading bin = newestFirst.next();
      // What times out in a queue, or is refused by a full one, is cured by less load, not by none.
      long failed =
          piled() ? bin.outcomes().connectionFailures() : bin.outcomes().errors();
      errors += failed;
      requests += bin.outcomes().successes() + failed;
      seen++;
      boolean enough = seen == 2 && requests >= settings.minRequests();
      if (enough && errors > settings.errorRatio() * requests) {
        return true;
      }
      if (errors >= MIN_FAILURES
          && wilsonLowerBound((double) errors, (double) requests) > settings.errorRatio()) {
        return true;
      }
    }
    return false;
  }

  /** The share of errors over all readings kept, whatever their cause; NaN without requests. */
  public double errorRatio() {
    long errors = 0;
    long requests = 0;
    for (FastReading bin : bins) {
      errors += bin.outcomes().errors();
      requests += bin.outcomes().requests();
    }
    return requests == 0 ? Double.NaN : (double) errors / requests;
  }

  /**
   * Notes whether requests pile up, once a new reading: call once a round of readings.
   *
   * @param weight the published weight as a multiple of the fair share
   * @param medianPressure the cluster's median of {@link #pressure}
   * @param medianSojourn the cluster's median of {@link #sojournBins}
   * @param cores the endpoint's, or a guess
   * @return whether it has been hot for long enough, or so much in this bin alone, that it must be drained
   */
  public boolean updateHot(
      double weight, double medianPressure, double medianSojourn, double cores) {
    if (!fresh) {
      return overrun || hotBins >= settings.hotBins();
    }
    fresh = false;
    FastReading bin = bins.getLast();
    boolean drains = bin.outcomes().rejections() == 0
        && bin.outcomes().requests() > DRAINS * bin.started()
        && bin.started() > 0;
    boolean hot = bin.inFlight() > many(cores)
        && pressure(weight) > settings.hotRatio() * medianPressure
        && !drains;
    hotBins = hot ? hotBins + 1 : 0;
    boolean waits = bin.inFlight() > many(cores) && sojournBins() > WAITS * medianSojourn;
    binsSinceHot = hot || waits ? 0 : Math.min(PILE_BINS, binsSinceHot + 1);
    double answers = answers(bin);
    overrun = hot && bin.started() > answers + OVERRUN_DEVIATIONS * Math.sqrt(answers + 1);
    return overrun || hotBins >= settings.hotBins();
  }

  /** How long a request stays, in bins: those in flight over those answered (Little); NaN when unknown. */
  public double sojournBins() {
    FastReading last = bins.peekLast();
    return last == null ? Double.NaN : last.inFlight() / Math.max(1, answers(last));
  }

  /** Whether requests timed out in the newest bin: an endpoint may work on what nobody waits for any more. */
  public boolean timesOut() {
    FastReading last = bins.peekLast();
    return last != null && last.outcomes().timeouts() > 0;
  }

  /**
   * Requests answered a bin while more waited than could be served at its beginning and at its end: what the endpoint can
   * do. NaN with fewer than two such bins among the last eight. Bins with fewer than {@code least} answers are left out: there
   * it stood still, as in a garbage collection, which says nothing of its capacity.
   */
  public double answeredWhenSaturated(double cores, double least) {
    double sum = 0;
    int seen = 0;
    boolean waiting = false;
    for (FastReading bin : bins) {
      boolean waits = bin.inFlight() > many(cores) || bin.outcomes().timeouts() > 0;
      // Not the errors: through a proxy the refusals of a full queue look like them.
      long answers = bin.outcomes().successes();
      if (waiting && waits && answers >= least) {
        sum += answers;
        seen++;
      }
      waiting = waits;
    }
    return seen < 2 ? Double.NaN : sum / seen;
  }

  /** Requests sent to it a bin, mean of the newest {@code hotBins}. */
  public double started() {
    long sum = 0;
    int seen = 0;
    for (var newest = bins.descendingIterator(); newest.hasNext() && seen < settings.hotBins(); ) {
      sum += newest.next().started();
      seen++;
    }
    return seen == 0 ? Double.NaN : (double) sum / seen;
  }

  /** Whether requests piled up in the last five seconds, so that errors have a cause that less load cures. */
  public boolean piled() {
    return binsSinceHot < PILE_BINS;
  }

  /** Whether the newest reading is new enough to act on between two ticks: readings that come late tell of what is over. */
  public boolean current(Instant now) {
    FastReading last = bins.peekLast();
    return last != null && Duration.between(last.time(), now).compareTo(MAX_AGE) < 0;
  }

  /** In-flight requests in the newest bin; NaN when unknown. */
  public double inFlight() {
    FastReading last = bins.peekLast();
    return last == null ? Double.NaN : last.inFlight();
  }

  /** In-flight requests per weight; NaN when unknown. */
  public double pressure(double weight) {
    FastReading last = bins.peekLast();
    return last == null ? Double.NaN : (last.inFlight() + 0.5) / weight;
  }

  /** Forgets the past: after an ejection, a return or a restart it says nothing of the present. */
  public void clear() {
    bins.clear();
    hotBins = 0;
    binsSinceHot = PILE_BINS;
    overrun = false;
    fresh = false;
  }

  /** More than so many requests in flight may be a pile: two a core, but eight at most, for a pool may be far smaller. */
  public static double many(double cores) {
    return Math.min(2 * cores, 8);
  }

  private static double answers(FastReading bin) {
    return (double) bin.outcomes().successes() + bin.outcomes().serverErrors();
  }

  private static double wilsonLowerBound(double hits, double trials) {
    double ratio = hits / trials;
    double z2 = Z * Z;
    double centre = ratio + z2 / (2 * trials);
    double spread = Z * Math.sqrt((ratio * (1 - ratio) + z2 / (4 * trials)) / trials);
    return (centre - spread) / (1 + z2 / trials);
  }
}
