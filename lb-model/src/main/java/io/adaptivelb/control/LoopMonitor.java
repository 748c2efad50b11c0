package io.adaptivelb.control;

/**
 * Watches whether a cluster's loop answers to itself, and damps it before and when it oscillates.
 *
 * <p>A loop with delay {@code d} ticks is stable while gain × elasticity &lt; 2 sin(π / (2(2d+1))). Both are estimated live
 * ({@link LoopResponse}); while the estimate is significant the gain is held to a share of the limit. Besides, what shows is
 * damped whatever its cause: each time that a quarter of the endpoints has turned in an oscillation ({@link HalfWaves}), or
 * while an eighth of the traffic goes back and forth ({@link TrafficSwings}), the gain is cut. It recovers slowly: an estimate says little of a loop that is damped, so the loop is let go little by little
 * until it stirs again.
 *
 * <p>Once a tick: {@link #begin}, {@link #observe} for every endpoint, {@link #end}. Not thread-safe.
 */
final class LoopMonitor {
  /** The least that damping leaves of the gain: weights must still follow capacities. */
  static final double LEAST = 0.1;

  private static final double CUT = 0.7;

  /** While an answer shows the gain goes on to fall: one that comes smeared over many ticks is stronger than it looks. */
  private static final double DECLINE = 0.95;

  /** A gain that was halved is back after some four minutes of ticks of 5 s. */
  private static final double RECOVERY = 1.015;

  /** What a tick keeps of the turns that did not lead to a cut yet. */
  private static final double KEEP_TURNS = 0.8;

  private static final double MANY = 0.25;

  /** Share of swinging traffic that no noise and no failover explains: the league's worst day has 0.05, overload 0.10. */
  private static final double SWINGING = 0.12;

  private final double gain;
  private final StabilitySettings settings;
  private final LoopResponse response = new LoopResponse();
  private final TrafficSwings swings = new TrafficSwings();
  private double factor = 1;
  private double turned;
  private int oscillating;
  private int endpoints;

  /** A monitor of a loop with the given gain. */
  LoopMonitor(double gain, StabilitySettings settings) {
    this.gain = gain;
    this.settings = settings;
  }

  /** What the gain is multiplied with; {@value #LEAST}…1. */
  double factor() {
    return factor;
  }

  void begin() {
    response.forget();
    swings.begin();
    turned *= KEEP_TURNS;
    oscillating = 0;
    endpoints = 0;
  }

  /**
   * Takes one endpoint's tick.
   *
   * @param target what the telemetry asks for, as a multiple of the fair share
   * @param step from its weight to the target on the log scale
   * @param requestsPerSecond that it got, NaN when unknown
   */
  void observe(LoopTrail trail, double target, double step, double requestsPerSecond) {
    swings.add(requestsPerSecond, trail.rate(), trail.rateBefore());
    trail.rate(requestsPerSecond);
    response.add(trail.targetDeviation(target), trail);
    turned += trail.waves().turns(step) ? 1 : 0;
    oscillating += trail.waves().oscillate() ? 1 : 0;
    endpoints++;
  }

  void end() {
    response.fit();
    swings.end();
    double wanted = factor * RECOVERY;
    if (response.isSignificant()) {
      double limit = LoopStability.limit(response.delayTicks());
      wanted = Math.min(wanted, settings.safetyShare() * limit / (response.elasticity() * gain));
      // While it shows, the gain is not let go but goes down further: a smeared answer is weaker in
      // the estimate than it is.
      wanted = Math.min(wanted, factor * DECLINE);
    }
    if (turned > MANY * endpoints) {
      wanted = Math.min(wanted, factor * CUT);
      turned = 0;
    }
    if (swings.share() > SWINGING) {
      wanted = Math.min(wanted, factor * CUT);
    }
    factor = settings.damping() ? Math.clamp(wanted, LEAST, 1.0) : 1;
  }

  LoopStability stability() {
    boolean known = response.isSignificant();
    return new LoopStability(
        gain * factor,
        factor,
        known ? response.elasticity() : Double.NaN,
        known ? response.delayTicks() : Double.NaN,
        response.explained(),
        oscillating);
  }
}
