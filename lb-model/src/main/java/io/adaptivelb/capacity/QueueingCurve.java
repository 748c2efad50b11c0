package io.adaptivelb.capacity;

/**
 * Mean sojourn time in a station of {@code k} servers, as a multiple of the service time, at utilisation {@code ρ}:
 *
 * <pre>  w(ρ, k) = 1 + ρ^(√(2(k+1)) − 1) / (k (1 − ρ))</pre>
 *
 * <p>Sakasegawa's approximation of M/M/k, exact for k = 1 and within a few per cent elsewhere. It is what lets a weight be
 * chosen for the load that it will cause: trees and averages do not extrapolate, this does. Beyond {@link
 * #MAX_UTILISATION} the curve goes on along its tangent, so that overload stays finite and ordered. A station of less than
 * one server is one server that is slower.
 *
 * @see <a href="https://doi.org/10.1007/BF02480262">H. Sakasegawa, An approximation formula L_q ≃ α·ρ^β/(1−ρ), 1977</a>
 */
public final class QueueingCurve {
  /** Where the tangent takes over. */
  public static final double MAX_UTILISATION = 0.98;

  private QueueingCurve() {}

  /**
   * Sojourn time in seconds.
   *
   * @param serviceSeconds mean service time of one request on one server; &gt; 0
   * @param servers &gt; 0, need not be whole
   * @param requestsPerSecond ≥ 0
   */
  public static double sojournSeconds(
      double serviceSeconds, double servers, double requestsPerSecond) {
    double k = Math.max(1, servers);
    double s = serviceSeconds * (k / servers);
    return s * stretch(requestsPerSecond * s / k, k);
  }

  /** {@code w(ρ, k)} for {@code k ≥ 1} and any {@code ρ ≥ 0}. */
  static double stretch(double utilisation, double k) {
    if (utilisation <= MAX_UTILISATION) {
      return 1 + Math.pow(utilisation, exponent(k)) / (k * (1 - utilisation));
    }
    return stretch(MAX_UTILISATION, k)
        + slope(MAX_UTILISATION, k) * (utilisation - MAX_UTILISATION);
  }

  /** {@code d(ρ·w)/dρ}: what one more unit of load costs all requests together, in service times; rises with ρ. */
  static double marginal(double utilisation, double k) {
    return stretch(utilisation, k) + utilisation * slope(Math.min(utilisation, MAX_UTILISATION), k);
  }

  /**
   * The share of its speed that a station must have left for its sojourn time to be what was observed: the inverse of the
   * curve in the speed, by bisection.
   *
   * @return 1 when the observation needs no explanation; never below {@code minShare}
   */
  static double speedShare(
      double serviceSeconds,
      double servers,
      double requestsPerSecond,
      double observedSeconds,
      double minShare) {
    double low = minShare;
    double high = 1;
    if (sojournSeconds(serviceSeconds, servers, requestsPerSecond) >= observedSeconds) {
      return 1;
    }
    for (int i = 0; i < 30; i++) {
      double middle = Math.sqrt(low * high);
      if (sojournSeconds(serviceSeconds / middle, servers, requestsPerSecond) > observedSeconds) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /**
   * The share of its servers that a station must have left for its sojourn time to be what was observed: the inverse of the
   * curve in the servers, by bisection. A neighbour takes whole cores as often as a part of each, and at the little load that
   * is left by then the two look alike; this is the darker reading.
   *
   * @return 1 when the observation needs no explanation; never below {@code minShare}
   */
  public static double serversShare(
      double serviceSeconds,
      double servers,
      double requestsPerSecond,
      double observedSeconds,
      double minShare) {
    if (sojournSeconds(serviceSeconds, servers, requestsPerSecond) >= observedSeconds) {
      return 1;
    }
    double low = minShare;
    double high = 1;
    for (int i = 0; i < 30; i++) {
      double middle = Math.sqrt(low * high);
      if (sojournSeconds(serviceSeconds, servers * middle, requestsPerSecond) > observedSeconds) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double slope(double utilisation, double k) {
    double q = exponent(k);
    double idle = 1 - utilisation;
    double power = Math.pow(utilisation, q - 1);
    return power * (q * idle + utilisation) / (k * idle * idle);
  }

  private static double exponent(double k) {
    return Math.sqrt(2 * (k + 1)) - 1;
  }
}
