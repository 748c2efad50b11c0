package io.adaptivelb.admin;

import io.dropwizard.lifecycle.Managed;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends overrides when their time is over, to a quarter of a second. */
final class ExpirySweep implements Managed {
  private static final Logger LOG = LoggerFactory.getLogger(ExpirySweep.class);
  private static final long PERIOD_MILLIS = 250;

  private final OverrideDesk desk;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
      task -> Thread.ofPlatform().daemon().name("override-expiry").unstarted(task));
  private boolean failing;

  ExpirySweep(OverrideDesk desk) {
    this.desk = desk;
  }

  @Override
  public void start() {
    var unused = thread.scheduleWithFixedDelay(
        this::sweep, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void sweep() {
    try {
      desk.expireDue();
      failing = false;
    } catch (RuntimeException e) {
      // Said once, not four times a second; the override is not in force any more, only its record
      // is missing.
      if (!failing) {
        LOG.warn("cannot record that an override expired; trying on", e);
      }
      failing = true;
    }
  }

  @Override
  public void stop() {
    thread.shutdown();
  }
}
