package io.adaptivelb.simulator.scenario;

/** What a control plane's collectors learn of a scenario's faults, when they learn it. */
public interface Events {
  /** The control plane's own health checks (every 250 ms) changed their mind. */
  void health(int endpoint, boolean healthy);

  /** Discovery changed its list. */
  void membership();

  /** The control plane goes down, or comes back. */
  void brain(boolean up);
}
