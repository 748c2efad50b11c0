package io.adaptivelb.simulator.engine;

/**
 * How proxies choose endpoints. One object serves all proxies of a run and keeps its state by (proxy, endpoint), each cell
 * touched only in the name of its proxy: what a proxy cannot know stays out of its picks.
 */
public interface Picker {
  /** Chooses one of {@code mesh.hosts(proxy)} for a request that comes now. */
  int pick(int proxy);

  /** The proxy sent a request; {@code mesh.active(proxy, endpoint)} counts it already. */
  default void sent(int proxy, int endpoint) {}

  /** A request of the proxy ended; {@code mesh.active(proxy, endpoint)} no longer counts it. */
  default void ended(int proxy, int endpoint, Outcome outcome, double seconds) {}

  /** New weights reached the proxy, one an endpoint, all &gt; 0. */
  default void weights(int proxy, double[] weights) {}

  /** {@code mesh.hosts(proxy)} changed. */
  default void hostsChanged(int proxy) {}
}
