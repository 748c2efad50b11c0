package io.adaptivelb.simulator.engine;

import io.adaptivelb.telemetry.LatencyHistogram;

/**
 * One endpoint: slots that serve, a bounded queue in front of them, cores that the slots share.
 *
 * <p>A request first needs CPU, then waits for something downstream, and holds a slot all the while. The {@code n} requests
 * that need CPU share the cores that are left, none faster than one core: {@code rate = speed · min(1, cores left / n)}. With
 * as many slots as cores that is first come, first served on k servers; with many slots it is processor sharing. All of
 * them run at the same rate at any moment, so each finishes when the rate's integral has grown by its demand: one sorted
 * heap, whatever the rate does. A neighbour either takes whole cores (steal), which hurts when more are needed than are left,
 * or its share of every core (contention), which slows every request.
 *
 * <p>What it meters is what a real process can know of itself. Not thread-safe.
 */
public final class Server {

  private final int index;
  private final int cores;
  private final int slots;
  private final int queueLimit;
  private final Requests requests;

  private final KeyedHeap onCpu = new KeyedHeap();
  private final KeyedHeap waiting = new KeyedHeap();
  private int queueHead = -1;
  private int queueTail = -1;
  private int queued;
  private int serving;

  /** CPU seconds that every request on a core got since the beginning. */
  private double progress;

  private double last;
  private double busyCoreSeconds;

  /** Core seconds that a neighbour took and the meter showed. */
  private double foreignCoreSeconds;

  private double hardwareSpeed = 1;
  private double warmth = 1;
  private double stolenRatio;
  private boolean stealVisible;
  private double contendedRatio;
  private boolean contentionVisible;
  private int pauses;
  private boolean up = true;
  private int life;
  private double startTime;
  private double fastErrorRatio;
  private double errorRatio;

  private long started;
  private long successes;
  private long serverErrors;
  private long rejections;
  private final LatencyHistogram.Recorder latency = new LatencyHistogram.Recorder();
  private final LoadLatency loadLatency = new LoadLatency();
  private final RecentErrors recentErrors = new RecentErrors();
  private final Gauges gauges;

  Server(int index, int cores, int slots, int queueLimit, double baseMemory, Requests requests) {
    this.index = index;
    this.cores = cores;
    this.slots = slots;
    this.queueLimit = queueLimit;
    this.requests = requests;
    gauges = new Gauges(baseMemory, slots + queueLimit);
  }

  // What happens to it.

  /** Takes a request; false when the queue is full. */
  boolean offer(int row, double now) {
    advance(now);
    requests.found[row] = inFlight();
    if (serving < slots) {
      started++;
      serve(row);
      return true;
    }
    if (queued >= queueLimit) {
      rejections++;
      return false;
    }
    started++;
    requests.next[row] = -1;
    if (queueTail >= 0) {
      requests.next[queueTail] = row;
    } else {
      queueHead = row;
    }
    queueTail = row;
    queued++;
    return true;
  }

  private void serve(int row) {
    serving++;
    onCpu.add(progress + requests.cpu[row], row);
  }

  /** When something happens here next. */
  double nextTime() {
    double rate = rate();
    double done =
        rate > 0 ? last + Math.max(0, onCpu.key() - progress) / rate : Double.POSITIVE_INFINITY;
    return Math.min(done, waiting.key());
  }

  /** Lets the next thing happen: the row of a request that is answered now, or -1. */
  int step(double now) {
    if (waiting.key() <= now) {
      advance(now);
      return finish(waiting.pop(), now);
    }
    double top = onCpu.key();
    advance(now);
    progress = Math.max(progress, top);
    int row = onCpu.pop();
    if (requests.wait[row] > 0) {
      waiting.add(now + requests.wait[row], row);
      return -1;
    }
    return finish(row, now);
  }

  private int finish(int row, double now) {
    serving--;
    if (queueHead >= 0) {
      int next = queueHead;
      queueHead = requests.next[next];
      queueTail = queueHead < 0 ? -1 : queueTail;
      queued--;
      serve(next);
    }
    double seconds = now - requests.arrived[row];
    boolean doomed = requests.is(row, Requests.DOOMED);
    recentErrors.add(doomed, now);
    if (doomed) {
      serverErrors++;
    } else {
      successes++;
      latency.record(seconds);
      loadLatency.record(requests.found[row], seconds, now);
    }
    return row;
  }

  void failedFast(double now) {
    serverErrors++;
    recentErrors.add(true, now);
  }

  /** Any request that it has, or -1 when there is none left: how a dying process lets them go. */
  int evict() {
    if (queueHead >= 0) {
      int row = queueHead;
      queueHead = requests.next[row];
      queueTail = queueHead < 0 ? -1 : queueTail;
      queued--;
      return row;
    }
    if (!onCpu.isEmpty() || !waiting.isEmpty()) {
      serving--;
      return onCpu.isEmpty() ? waiting.pop() : onCpu.pop();
    }
    return -1;
  }

  void advance(double now) {
    double passed = now - last;
    if (passed > 0) {
      double used = pauses > 0 ? 0 : Math.min(onCpu.size(), coresLeft());
      progress += passed * rate();
      busyCoreSeconds += passed * used * (1 - contendedRatio);
      double neighbours = stealVisible ? stolenRatio * cores : 0;
      foreignCoreSeconds += passed * (neighbours + (contentionVisible ? used * contendedRatio : 0));
      gauges.pass(passed, neighbours + (pauses > 0 ? 0 : onCpu.size()), inFlight());
      last = now;
    }
  }

  private double rate() {
    int n = onCpu.size();
    return n == 0 || pauses > 0 ? 0 : speed() * Math.min(1, coresLeft() / n);
  }

  /** CPU seconds of unit speed that a core gives this process in a second. */
  private double speed() {
    return hardwareSpeed * warmth * (1 - contendedRatio);
  }

  private double coresLeft() {
    return cores * (1 - stolenRatio);
  }

  // What a scenario does to it; call through the simulation, which keeps the agenda right.

  void hardwareSpeed(double speed) {
    hardwareSpeed = speed;
  }

  void warmth(double factor) {
    warmth = factor;
  }

  void steal(double ratio, boolean visible) {
    stolenRatio = ratio;
    stealVisible = visible;
  }

  void contend(double ratio, boolean visible) {
    contendedRatio = ratio;
    contentionVisible = visible;
  }

  void pause(boolean begin) {
    pauses += begin ? 1 : -1;
  }

  void fail(double fastRatio, double slowRatio) {
    fastErrorRatio = fastRatio;
    errorRatio = slowRatio;
  }

  void holdMemory(double share) {
    gauges.hold(share);
  }

  void up(boolean serves, double now) {
    up = serves;
    if (serves) {
      life++;
      startTime = now;
      // A new process counts from zero.
      busyCoreSeconds = 0;
      foreignCoreSeconds = 0;
      started = 0;
      successes = 0;
      serverErrors = 0;
      rejections = 0;
      latency.drain();
      recentErrors.clear();
      gauges.restart();
    }
  }

  // What it is.

  /** Its number, 0…N−1. */
  public int index() {
    return index;
  }

  /** Its cores. */
  public int cores() {
    return cores;
  }

  /** Whether its process runs. */
  public boolean isUp() {
    return up;
  }

  /** When its process started, in seconds. */
  public double startTime() {
    return startTime;
  }

  /** How often its process was started anew. */
  public int life() {
    return life;
  }

  double fastErrorRatio() {
    return fastErrorRatio;
  }

  double errorRatio() {
    return errorRatio;
  }

  // What it can know of itself.

  /** Requests that it serves or queues. */
  public int inFlight() {
    return serving + queued;
  }

  /** CPU seconds that its own process used since it started. */
  public double busyCoreSeconds(double now) {
    advance(now);
    return busyCoreSeconds;
  }

  /** CPU seconds that its own meter shows: with those of a neighbour, where the neighbour can be seen. */
  public double meteredCoreSeconds(double now) {
    advance(now);
    return busyCoreSeconds + foreignCoreSeconds;
  }

  /**
   * Its machine's load average per core: runnable threads, damped over a minute as Linux does it. The threads of a neighbour count
   * where the neighbour can be seen, as many as the cores that they take.
   */
  public double loadAveragePerCore(double now) {
    advance(now);
    return gauges.runnable() / cores;
  }

  /** The memory in use as a share of what it may use, 0…1. */
  public double memoryRatio(double now) {
    advance(now);
    return gauges.memoryRatio();
  }

  /** Requests that it took since its process started. */
  public long started() {
    return started;
  }

  /** Requests that it answered well since its process started. */
  public long successes() {
    return successes;
  }

  /** Requests that it answered with an error. */
  public long serverErrors() {
    return serverErrors;
  }

  /** Requests that its full queue refused. */
  public long rejections() {
    return rejections;
  }

  /** Latencies of the successes since the last call. */
  public LatencyHistogram drainLatency() {
    return latency.drain();
  }

  /** What a probe reads: the median of recent latencies at about the present load, in seconds. */
  public double latencyAtLoad(double now) {
    return loadLatency.at(inFlight(), now);
  }

  /** What a probe reads: the recent share of errors among its answers, 0…1. */
  public double recentErrorRatio(double now) {
    return recentErrors.ratio(now);
  }

  // What only a clairvoyant knows.

  /** CPU seconds of unit speed that a core of its hardware does in a second. */
  public double trueSpeed() {
    return hardwareSpeed;
  }

  /** CPU seconds of unit speed that a request alone on a core gets in a second now. */
  public double trueRate() {
    return up && pauses == 0 ? speed() * Math.min(1, coresLeft()) : 0;
  }

  /** CPU seconds of unit speed that it can do in a second now. */
  public double trueCapacity() {
    return up && pauses == 0 ? speed() * coresLeft() : 0;
  }

  /** The share of requests that fail now. */
  public double trueErrorRatio() {
    return up ? Math.max(fastErrorRatio, errorRatio) : 1;
  }

  @Override
  public String toString() {
    return "Server[%d, %d cores, %d in flight]".formatted(index, cores, inFlight());
  }
}
