package io.adaptivelb.simulator.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A run: requests come, a {@link Picker} sends each to an endpoint, and what the scenario planned happens meanwhile.
 *
 * <p>Few events are ever sorted: arrivals come from a stream that is in order, network and timeouts are {@link DelayLine}s,
 * and each endpoint has one entry in the {@link Agenda}. Equal times are resolved in a fixed order (plans first, then
 * arrivals, endpoints, lines), and every use of chance has its own stream, so that two policies under one seed see the same
 * arrivals, job sizes and faults. Not thread-safe; runs are independent of each other.
 */
public final class Simulation {
  private static final int TO_NEAR = 0;
  private static final int TO_FAR = 1;
  private static final int BACK_NEAR = 2;
  private static final int BACK_FAR = 3;
  private static final int FAST_ERROR = 4;
  private static final int TIMEOUT = 5;

  /** How often a proxy picks again when it meets an endpoint that failed this request: our bootstrap's setting for Envoy. */
  private static final int RESELECTIONS = 5;

  /** What a process needs in any case, as a share of its memory, differs a little from one to the next. */
  private static final double LEAST_MEMORY = 0.35;

  private static final double MOST_MEMORY = 0.5;

  private final Setting setting;
  private final Arrivals arrivals;
  private final Sampler cpu;
  private final Sampler wait;
  private final SplittableRandom jobs;
  private final Requests requests;
  private final Server[] servers;
  private final double[] waitFactors;
  private final int[] serverZones;
  private final int[] proxyZones;
  private final Agenda agenda;
  private final DelayLine[] lines;
  private final PriorityQueue<Plan> plans = new PriorityQueue<>();
  private final Mesh mesh;
  private final HostBook hosts;
  private final List<Witness> witnesses = new ArrayList<>();
  private Picker picker = proxy -> 0;
  private double nextArrival;
  private long sentCount;
  private long planCount;

  private record Plan(double time, long order, Runnable action) implements Comparable<Plan> {
    @Override
    public int compareTo(Plan other) {
      int byTime = Double.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /**
   * A run that has not begun.
   *
   * @param arrivals when requests come
   * @param cpu CPU seconds of unit speed that a request needs
   * @param wait seconds that it then waits for something downstream
   * @param seed of job sizes, the choice of proxies and the policy; arrivals bring their own
   */
  public Simulation(Setting setting, Arrivals arrivals, Sampler cpu, Sampler wait, long seed) {
    this.setting = setting;
    this.arrivals = arrivals;
    this.cpu = cpu;
    this.wait = wait;
    this.requests = new Requests(setting.retries());
    SplittableRandom root = new SplittableRandom(seed);
    this.jobs = root.split();
    SplittableRandom choices = root.split();
    SplittableRandom memory = root.split();
    int n = setting.servers().size();
    servers = new Server[n];
    serverZones = new int[n];
    waitFactors = new double[n];
    for (int e = 0; e < n; e++) {
      ServerSpec spec = setting.servers().get(e);
      double base = LEAST_MEMORY + (MOST_MEMORY - LEAST_MEMORY) * memory.nextDouble();
      servers[e] = new Server(e, spec.cores(), spec.slots(), spec.queueLimit(), base, requests);
      servers[e].hardwareSpeed(spec.speed());
      serverZones[e] = spec.zone();
      waitFactors[e] = 1;
    }
    proxyZones = setting.proxyZones().stream().mapToInt(Integer::intValue).toArray();
    agenda = new Agenda(n);
    lines = new DelayLine[] {
      new DelayLine(setting.nearSeconds()),
      new DelayLine(setting.farSeconds()),
      new DelayLine(setting.nearSeconds()),
      new DelayLine(setting.farSeconds()),
      new DelayLine(setting.errorSeconds()),
      new DelayLine(setting.timeoutSeconds())
    };
    mesh = new Mesh(proxyZones.length, servers, choices);
    hosts = new HostBook(mesh, proxy -> picker.hostsChanged(proxy));
    nextArrival = arrivals.next();
  }

  /** What the policy sees. */
  public Mesh mesh() {
    return mesh;
  }

  /** Who may be picked. */
  public HostBook hosts() {
    return hosts;
  }

  /** Sets the policy; before the run begins. */
  public void use(Picker policy) {
    picker = policy;
  }

  /** Gives new weights to one proxy, now. */
  public void weigh(int proxy, double[] weights) {
    picker.weights(proxy, weights);
  }

  /** Adds one who sees every request end. */
  public void watch(Witness witness) {
    witnesses.add(witness);
  }

  /** Plans an action; one for the past happens at once. */
  public void at(double time, Runnable action) {
    plans.add(new Plan(time, planCount++, action));
  }

  /** Plans an action again and again, first at {@code first}, for ever. */
  public void every(double period, double first, Runnable action) {
    at(first, () -> {
      action.run();
      every(period, first + period, action);
    });
  }

  /** Requests sent so far. */
  public long sent() {
    return sentCount;
  }

  /** Goes on until a time; what happens exactly then is left for the next call. */
  public void runUntil(double end) {
    while (true) {
      double time = nextArrival;
      int kind = -1;
      if (agenda.time() < time) {
        time = agenda.time();
        kind = -2;
      }
      for (int i = 0; i < lines.length; i++) {
        double due = lines[i].time();
        if (due < time) {
          time = due;
          kind = i;
        }
      }
      Plan plan = plans.peek();
      boolean planned = plan != null && plan.time <= time;
      time = planned ? Math.max(mesh.now, plan.time) : time;
      if (time >= end) {
        mesh.now = end;
        return;
      }
      mesh.now = time;
      if (planned) {
        plans.poll();
        plan.action.run();
      } else {
        happen(kind, time);
      }
    }
  }

  private void happen(int kind, double now) {
    switch (kind) {
      case -1 -> arrive(now);
      case -2 -> step(agenda.endpoint(), now);
      case TO_NEAR, TO_FAR -> reach((int) lines[kind].pop(), now);
      case BACK_NEAR, BACK_FAR -> {
        int row = (int) lines[kind].pop();
        returned(row, requests.outcome[row], now);
      }
      case FAST_ERROR -> answer((int) lines[kind].pop(), Outcome.SERVER_ERROR, now);
      default -> timeOut(lines[kind].pop(), now);
    }
  }

  private void arrive(double now) {
    nextArrival = arrivals.next();
    int proxy = jobs.nextInt(proxyZones.length);
    int row = requests.take();
    requests.cpu[row] = cpu.sample(jobs);
    requests.usualWait[row] = wait.sample(jobs);
    requests.luck[row] = jobs.nextDouble();
    requests.sent[row] = now;
    requests.proxy[row] = proxy;
    sentCount++;
    if (setting.timeoutSeconds() < Double.POSITIVE_INFINITY) {
      lines[TIMEOUT].add(now, (long) requests.generation[row] << 32 | row);
    }
    send(row, picker.pick(proxy), now);
  }

  private void send(int row, int endpoint, double now) {
    int proxy = requests.proxy[row];
    requests.endpoint[row] = endpoint;
    requests.attempted[row] = now;
    mesh.addActive(proxy, endpoint, 1);
    picker.sent(proxy, endpoint);
    boolean near = proxyZones[proxy] == serverZones[endpoint];
    if ((near ? setting.nearSeconds() : setting.farSeconds()) == 0) {
      reach(row, now);
    } else {
      lines[near ? TO_NEAR : TO_FAR].add(now, row);
    }
  }

  private void reach(int row, double now) {
    int endpoint = requests.endpoint[row];
    Server server = servers[endpoint];
    requests.arrived[row] = now;
    double luck = requests.luck[row];
    if (!server.isUp()) {
      answer(row, Outcome.CONNECTION_FAILURE, now);
    } else if (luck < server.fastErrorRatio()) {
      server.failedFast(now);
      lines[FAST_ERROR].add(now, row);
    } else {
      if (luck < server.errorRatio()) {
        requests.set(row, Requests.DOOMED);
      }
      requests.wait[row] = requests.usualWait[row] * waitFactors[endpoint];
      if (server.offer(row, now)) {
        agenda.set(endpoint, server.nextTime());
      } else {
        answer(row, Outcome.REJECTED, now);
      }
    }
  }

  private void step(int endpoint, double now) {
    Server server = servers[endpoint];
    int row = server.step(now);
    agenda.set(endpoint, server.nextTime());
    if (row >= 0) {
      boolean doomed = requests.is(row, Requests.DOOMED);
      answer(row, doomed ? Outcome.SERVER_ERROR : Outcome.SUCCESS, now);
    }
  }

  private void answer(int row, Outcome outcome, double now) {
    boolean near = proxyZones[requests.proxy[row]] == serverZones[requests.endpoint[row]];
    if ((near ? setting.nearSeconds() : setting.farSeconds()) == 0) {
      returned(row, outcome, now);
    } else {
      requests.outcome[row] = outcome;
      lines[near ? BACK_NEAR : BACK_FAR].add(now, row);
    }
  }

  private void returned(int row, Outcome outcome, double now) {
    if (!requests.is(row, Requests.ENDED)) {
      if (outcome == Outcome.CONNECTION_FAILURE && requests.failed[row] < setting.retries()) {
        retry(row, now);
        return;
      }
      end(row, outcome, now);
    }
    requests.release(row);
  }

  /**
   * To another endpoint, at once: what Envoy does by {@code connect-failure,refused-stream,reset} and {@code previous_hosts}, for
   * requests that may be repeated. The timeout runs on.
   */
  private void retry(int row, double now) {
    int proxy = requests.proxy[row];
    int endpoint = requests.endpoint[row];
    double seconds = now - requests.attempted[row];
    mesh.addActive(proxy, endpoint, -1);
    picker.ended(proxy, endpoint, Outcome.CONNECTION_FAILURE, seconds);
    for (Witness witness : witnesses) {
      witness.retried(proxy, endpoint, Outcome.CONNECTION_FAILURE, seconds);
    }
    requests.noteFailure(row);
    requests.clear(row, Requests.DOOMED);
    int next = picker.pick(proxy);
    for (int i = 0; i < RESELECTIONS && requests.failedAt(row, next); i++) {
      next = picker.pick(proxy);
    }
    send(row, next, now);
  }

  private void timeOut(long ticket, double now) {
    int row = (int) ticket;
    if (requests.generation[row] == (int) (ticket >>> 32) && !requests.is(row, Requests.ENDED)) {
      requests.set(row, Requests.ENDED);
      end(row, Outcome.TIMEOUT, now);
    }
  }

  private void end(int row, Outcome outcome, double now) {
    int proxy = requests.proxy[row];
    int endpoint = requests.endpoint[row];
    double seconds = now - requests.sent[row];
    mesh.addActive(proxy, endpoint, -1);
    picker.ended(proxy, endpoint, outcome, now - requests.attempted[row]);
    for (Witness witness : witnesses) {
      witness.ended(proxy, endpoint, outcome, seconds, requests.sent[row]);
    }
  }

  // What a scenario does to endpoints.

  /** Sets how fast the cores are, 1 being the reference. */
  public void setSpeed(int endpoint, double speed) {
    change(endpoint, server -> server.hardwareSpeed(speed));
  }

  /** Sets how warm the process is: caches and compiled code, as a factor of its speed. */
  public void setWarmth(int endpoint, double factor) {
    change(endpoint, server -> server.warmth(factor));
  }

  /** A neighbour takes a share of the cores. */
  public void steal(int endpoint, double ratio, boolean visible) {
    change(endpoint, server -> server.steal(ratio, visible));
  }

  /** A neighbour takes a share of every core. */
  public void contend(int endpoint, double ratio, boolean visible) {
    change(endpoint, server -> server.contend(ratio, visible));
  }

  /** A pause of the whole process begins or ends; pauses may overlap. */
  public void pause(int endpoint, boolean begin) {
    change(endpoint, server -> server.pause(begin));
  }

  /** A share of the memory that would be free cannot be used: a leak, 0…1. A new process has none. */
  public void holdMemory(int endpoint, double share) {
    change(endpoint, server -> server.holdMemory(share));
  }

  /** Shares of requests that fail at once, and in the time that a success takes. */
  public void fail(int endpoint, double fastRatio, double slowRatio) {
    change(endpoint, server -> server.fail(fastRatio, slowRatio));
  }

  /** What the endpoint waits for downstream takes so many times longer. */
  public void slowDependency(int endpoint, double factor) {
    waitFactors[endpoint] = factor;
  }

  /** The process dies, and with it the requests that it has. */
  public void stop(int endpoint) {
    Server server = servers[endpoint];
    if (server.isUp()) {
      change(endpoint, s -> s.up(false, mesh.now));
      for (int row = server.evict(); row >= 0; row = server.evict()) {
        answer(row, Outcome.CONNECTION_FAILURE, mesh.now);
      }
      agenda.set(endpoint, server.nextTime());
    }
  }

  /** The process starts. */
  public void start(int endpoint) {
    change(endpoint, server -> server.up(true, mesh.now));
  }

  private void change(int endpoint, Consumer<Server> what) {
    Server server = servers[endpoint];
    server.advance(mesh.now);
    what.accept(server);
    agenda.set(endpoint, server.nextTime());
  }
}
