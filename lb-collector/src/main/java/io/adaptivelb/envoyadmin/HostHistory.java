package io.adaptivelb.envoyadmin;

import io.adaptivelb.telemetry.CounterDelta;
import io.adaptivelb.telemetry.Outcomes;

/**
 * The counters of one host in one proxy: turns them into intervals. Not thread-safe.
 *
 * <p>Envoy counts a request that timed out, or whose connection failed, in {@code rq_error} as well; here every request
 * is counted once. It does not tell rejections from other server errors.
 */
public final class HostHistory {
  private final CounterDelta total = new CounterDelta();
  private final CounterDelta success = new CounterDelta();
  private final CounterDelta error = new CounterDelta();
  private final CounterDelta timeout = new CounterDelta();
  private final CounterDelta connectFail = new CounterDelta();

  /**
   * A host's history.
   *
   * @param fresh the host was added since the last look, so its counters began at zero
   */
  public HostHistory(boolean fresh) {
    if (fresh) {
      total.restarted();
      success.restarted();
      error.restarted();
      timeout.restarted();
      connectFail.restarted();
    }
  }

  /** What happened since the last look; nothing for the first look at a host that is not fresh. */
  public HostInterval advance(HostStats stats) {
    long sent = Math.round(total.update(stats.total()));
    long good = Math.round(success.update(stats.success()));
    long bad = Math.round(error.update(stats.error()));
    long late = Math.min(bad, Math.round(timeout.update(stats.timeout())));
    long unreached = Math.min(bad - late, Math.round(connectFail.update(stats.connectFail())));
    return new HostInterval(
        sent + unreached,
        new Outcomes(good, bad - late - unreached, 0, late, unreached),
        stats.active());
  }
}
