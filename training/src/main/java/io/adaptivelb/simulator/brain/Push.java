package io.adaptivelb.simulator.brain;

/** What goes to the proxies. Whoever holds it must not change the arrays. */
public final class Push {
  private final double[] weights;
  private final boolean[] unhealthy;

  /**
   * A push.
   *
   * @param weights one an endpoint, &gt; 0
   * @param unhealthy endpoints that must get nothing
   */
  Push(double[] weights, boolean[] unhealthy) {
    this.weights = weights;
    this.unhealthy = unhealthy;
  }

  /** One an endpoint, &gt; 0. */
  public double[] weights() {
    return weights;
  }

  /** Endpoints that must get nothing. */
  public boolean[] unhealthy() {
    return unhealthy;
  }
}
