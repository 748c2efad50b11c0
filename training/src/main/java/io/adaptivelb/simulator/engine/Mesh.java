package io.adaptivelb.simulator.engine;

import java.util.SplittableRandom;

/**
 * What pickers and controllers see of a run. Proxies know their own requests; what a probe or a scrape would bring is read
 * from the {@link Server}, at the cost and delay that the reader accounts for. Not thread-safe.
 */
public final class Mesh {
  private final int proxies;
  private final Server[] servers;
  private final Hosts[] hosts;
  private final int[] active;
  private final int[] totals;
  private final SplittableRandom random;
  double now;

  Mesh(int proxies, Server[] servers, SplittableRandom random) {
    this.proxies = proxies;
    this.servers = servers;
    this.random = random;
    this.active = new int[proxies * servers.length];
    this.totals = new int[servers.length];
    this.hosts = new Hosts[proxies];
    for (int p = 0; p < proxies; p++) {
      hosts[p] = new Hosts(servers.length);
    }
  }

  /** How many proxies there are. */
  public int proxies() {
    return proxies;
  }

  /** How many endpoints there are. */
  public int endpoints() {
    return servers.length;
  }

  /** Seconds since the start. */
  public double now() {
    return now;
  }

  /** Requests of this proxy that this endpoint has not answered. */
  public int active(int proxy, int endpoint) {
    return active[proxy * servers.length + endpoint];
  }

  /** The same over all proxies: what a collector adds up, and no proxy knows. */
  public int totalActive(int endpoint) {
    return totals[endpoint];
  }

  /** The endpoints that this proxy may pick. */
  public Hosts hosts(int proxy) {
    return hosts[proxy];
  }

  /** An endpoint. */
  public Server server(int endpoint) {
    return servers[endpoint];
  }

  /** The policy's own randomness: drawing from it changes no arrival, no job size and no fault. */
  public SplittableRandom random() {
    return random;
  }

  void addActive(int proxy, int endpoint, int difference) {
    active[proxy * servers.length + endpoint] += difference;
    totals[endpoint] += difference;
  }
}
