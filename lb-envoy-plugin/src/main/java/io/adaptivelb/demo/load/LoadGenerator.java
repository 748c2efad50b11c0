package io.adaptivelb.demo.load;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of a schedule at their times, whatever becomes of those before: open-loop.
 *
 * <p>Latency counts from the <em>intended</em> send time. A generator that waits for answers, or measures from the actual
 * send time, leaves out just the requests that would have suffered from a stall ("coordinated omission", Gil Tene). Its own
 * lateness is measured too, so that a run in which the generator was the bottleneck can be told and thrown away.
 *
 * <p>All state lives on one event loop. {@link #run} may be called once, from any thread.
 */
public final class LoadGenerator {
  /** How often overdue requests are given up: the resolution of the timeout. */
  private static final long SWEEP_MILLIS = 5;

  private final ArrivalSchedule schedule;
  private final Sender sender;
  private final EventLoop loop;
  private final long timeoutNanos;
  private final RequestLog log;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private long startNanos;
  private int next;
  private @Nullable ScheduledFuture<?> sweep;

  /**
   * A generator.
   *
   * @param loop where everything happens; the sender's own
   * @param timeout a request without an answer so long after its intended send time is an error of that length
   */
  public LoadGenerator(
      ArrivalSchedule schedule, Sender sender, EventLoop loop, Duration timeout, RequestLog log) {
    this.schedule = schedule;
    this.sender = sender;
    this.loop = loop;
    this.timeoutNanos = timeout.toNanos();
    this.log = log;
  }

  /**
   * Starts to send.
   *
   * @param atNanos the start of the schedule, on {@link System#nanoTime}
   * @return completes when every request has ended
   */
  public CompletableFuture<Void> run(long atNanos) {
    loop.execute(() -> {
      startNanos = atNanos;
      sweep =
          loop.scheduleAtFixedRate(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
      sendDue();
    });
    return done;
  }

  /** Sends nothing more; {@link #run}'s result completes when what is under way has ended. */
  public void stop() {
    loop.execute(() -> next = schedule.size());
  }

  /** The index of the first request that was not sent yet, and the log of the {@code window} before it. */
  public CompletableFuture<RequestLog> recent(Duration window) {
    return CompletableFuture.supplyAsync(
        () -> {
          long now = System.nanoTime() - startNanos;
          return log.copy(schedule.firstAt(now - window.toNanos()), next);
        },
        loop);
  }

  private void sendDue() {
    while (next < schedule.size()) {
      long wait = startNanos + schedule.offsetNanos(next) - System.nanoTime();
      if (wait > 0) {
        ScheduledFuture<?> unused = loop.schedule(this::sendDue, wait, TimeUnit.NANOSECONDS);
        return;
      }
      send(next++, -wait);
    }
  }

  private void send(int i, long lagNanos) {
    long intended = startNanos + schedule.offsetNanos(i);
    log.sent(i, lagNanos);
    Runnable abandon = sender.send(
        schedule.work(i),
        (outcome, backend) -> log.ended(i, outcome, System.nanoTime() - intended, backend));
    pending.add(new Pending(i, intended + timeoutNanos, abandon));
  }

  private void sweep() {
    long now = System.nanoTime();
    while (!pending.isEmpty()) {
      Pending oldest = pending.getFirst();
      boolean open = log.outcome(oldest.request) == Outcome.PENDING;
      if (open && now - oldest.deadlineNanos < 0) {
        break;
      }
      pending.removeFirst();
      if (open) {
        log.ended(oldest.request, Outcome.TIMEOUT, timeoutNanos, "");
        oldest.abandon.run();
      }
    }
    if (next >= schedule.size() && pending.isEmpty() && sweep != null) {
      sweep.cancel(false);
      done.complete(null);
    }
  }

  private record Pending(int request, long deadlineNanos, Runnable abandon) {}
}
