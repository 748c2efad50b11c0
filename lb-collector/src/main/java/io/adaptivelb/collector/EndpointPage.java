package io.adaptivelb.collector;

import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.failure.SourceFailure;
import io.adaptivelb.fetch.Connection;
import io.adaptivelb.fetch.Fetcher;
import io.adaptivelb.fetch.Receiver;
import io.adaptivelb.fetch.Response;
import io.adaptivelb.scrape.PageHistory;
import io.adaptivelb.scrape.PageInterval;
import java.util.Optional;
import java.util.function.Consumer;

/** One page of one endpoint: asked again and again, read into intervals. One fetch at a time. */
final class EndpointPage {
  private final PageSource source;
  private final Connection connection;
  private final TargetLog log;
  private final Timeline timeline;
  private final PageHistory history = new PageHistory();
  private volatile boolean closed;

  EndpointPage(
      PageSource source, Fetcher fetcher, EndpointId endpoint, TargetLog log, Timeline timeline) {
    this.source = source;
    this.connection = source.connection(fetcher, endpoint);
    this.log = log;
    this.timeline = timeline;
  }

  TargetLog log() {
    return log;
  }

  /**
   * Fetches and reads.
   *
   * @param done called on the timeline's thread; empty after a failure, which is logged, and the first time
   */
  void fetch(Consumer<Optional<PageInterval>> done) {
    connection.get(source.request(), new Receiver() {
      @Override
      public void received(Response response) {
        Optional<PageInterval> interval;
        try {
          interval = source.read(response, history, timeline.nanos());
          log.succeeded(timeline.now(), response.latency(), response.length());
        } catch (SourceFailure failure) {
          log.failed(timeline.now(), failure);
          interval = Optional.empty();
        }
        Optional<PageInterval> result = interval;
        timeline.execute(() -> done.accept(result));
      }

      @Override
      public void failed(SourceFailure failure) {
        if (!closed) {
          log.failed(timeline.now(), failure);
        }
        timeline.execute(() -> done.accept(Optional.empty()));
      }
    });
  }

  void close() {
    closed = true;
    connection.close();
  }
}
