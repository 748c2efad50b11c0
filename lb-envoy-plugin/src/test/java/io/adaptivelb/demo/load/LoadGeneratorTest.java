package io.adaptivelb.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final ArrivalSchedule schedule =
      ArrivalSchedule.poisson(500, Duration.ofMillis(400), 0, 3);
  private final RequestLog log = new RequestLog(schedule.size(), List.of("a"));

  @AfterEach
  void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void run_backendThatNeverAnswers_stillSendsEverythingAndTimesItOut() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger abandoned = new AtomicInteger();
    run(Duration.ofMillis(100), (work, reply) -> {
      sent.incrementAndGet();
      return abandoned::incrementAndGet;
    });
    assertThat(sent).hasValue(schedule.size());
    assertThat(abandoned).hasValue(schedule.size());
    for (int i = 0; i < schedule.size(); i++) {
      assertThat(log.outcome(i)).isEqualTo(Outcome.TIMEOUT);
      assertThat(log.latencyMicros(i)).isEqualTo(100_000);
    }
  }

  @Test
  void run_generatorThatStartsLate_countsTheDelayAsLatencyAndAsItsOwnLag() throws Exception {
    long late = Duration.ofSeconds(2).toNanos();
    LoadGenerator generator = new LoadGenerator(
        schedule, sender((work, reply) -> answerAtOnce(reply)), loop, PATIENCE, log);
    generator.run(System.nanoTime() - late).get(1, TimeUnit.MINUTES);
    for (int i = 0; i < schedule.size(); i++) {
      assertThat(log.outcome(i)).isEqualTo(Outcome.SUCCESS);
      assertThat(log.lagMicros(i)).isGreaterThanOrEqualTo(1_600_000);
      assertThat(log.latencyMicros(i)).isGreaterThanOrEqualTo(log.lagMicros(i));
    }
  }

  @Test
  void run_lateReplyAfterTheTimeout_changesNothing() throws Exception {
    run(Duration.ofMillis(50), (work, reply) -> () -> reply.ended(Outcome.SUCCESS, "a"));
    for (int i = 0; i < schedule.size(); i++) {
      assertThat(log.outcome(i)).isEqualTo(Outcome.TIMEOUT);
    }
  }

  @Test
  void stop_sendsNothingMore() throws Exception {
    ArrivalSchedule hour = ArrivalSchedule.poisson(10, Duration.ofHours(1), 0, 1);
    RequestLog all = new RequestLog(hour.size(), List.of("a"));
    LoadGenerator generator =
        new LoadGenerator(hour, sender((work, reply) -> answerAtOnce(reply)), loop, PATIENCE, all);
    var done = generator.run(System.nanoTime());
    generator.stop();
    done.get(1, TimeUnit.MINUTES);
    assertThat(all.outcome(hour.size() - 1)).isEqualTo(Outcome.PENDING);
  }

  private void run(Duration timeout, Exchange exchange) throws Exception {
    new LoadGenerator(schedule, sender(exchange), loop, timeout, log)
        .run(System.nanoTime())
        .get(1, TimeUnit.MINUTES);
  }

  private static Runnable answerAtOnce(Sender.Reply reply) {
    reply.ended(Outcome.SUCCESS, "a");
    return () -> {};
  }

  private static Sender sender(Exchange exchange) {
    return new Sender() {
      @Override
      public Runnable send(double work, Reply reply) {
        return exchange.send(work, reply);
      }

      @Override
      public void close() {}
    };
  }

  private interface Exchange {
    Runnable send(double work, Sender.Reply reply);
  }
}
