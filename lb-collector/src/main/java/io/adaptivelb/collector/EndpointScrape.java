package io.adaptivelb.collector;

import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import io.adaptivelb.fetch.Fetcher;
import io.adaptivelb.scrape.PageInterval;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.TelemetrySample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** All pages of one endpoint, joined into one sample a tick. Confined to the timeline's thread. */
final class EndpointScrape {
  /** A label of discovery that tells the cores where no page does. */
  private static final String CORES_LABEL = "cores";

  private final Scene scene;
  private final Duration place;
  private final Gate gate;
  private final List<EndpointPage> pages = new ArrayList<>();
  private Endpoint endpoint;
  private boolean underWay;
  private boolean waiting;
  private boolean closed;

  EndpointScrape(
      Scene scene,
      Endpoint endpoint,
      Duration place,
      List<PageSource> sources,
      Fetcher fetcher,
      Gate gate) {
    this.scene = scene;
    this.endpoint = endpoint;
    this.place = place;
    this.gate = gate;
    for (int i = 0; i < sources.size(); i++) {
      String target = endpoint.id() + (i == 0 ? "" : sources.get(i).request().path() + "#" + i);
      pages.add(new EndpointPage(
          sources.get(i),
          fetcher,
          endpoint.id(),
          scene.log(Source.SCRAPE, target),
          scene.timeline()));
    }
  }

  Duration place() {
    return place;
  }

  /** Takes over new labels or another locality. */
  void endpoint(Endpoint now) {
    endpoint = now;
  }

  /** Scrapes, when its turn comes; not again while it is under way. */
  void run() {
    if (closed) {
      return;
    }
    // One that failed last time waits behind others of its kind, and is on record already.
    if (waiting && pages.getFirst().log().ok()) {
      pages
          .getFirst()
          .log()
          .failed(
              scene.timeline().now(),
              new SourceFailure(
                  FailureCode.OVERLOADED,
                  "a whole tick passed before its turn came; raise concurrency or threads"));
    }
    if (waiting || underWay) {
      return;
    }
    waiting = true;
    boolean suspect = !pages.getFirst().log().ok();
    gate.enter(suspect, () -> {
      waiting = false;
      if (closed) {
        // Not from inside the gate: thousands may have left at once.
        scene.timeline().execute(() -> gate.leave(suspect));
        return;
      }
      underWay = true;
      fetch(() -> {
        underWay = false;
        gate.leave(suspect);
      });
    });
  }

  void logs(Consumer<TargetLog> each) {
    pages.forEach(page -> each.accept(page.log()));
  }

  void close() {
    closed = true;
    pages.forEach(EndpointPage::close);
  }

  private void fetch(Runnable done) {
    List<Optional<PageInterval>> results = new ArrayList<>();
    int[] left = {pages.size()};
    for (int i = 0; i < pages.size(); i++) {
      int page = i;
      results.add(Optional.empty());
      pages.get(i).fetch(result -> {
        results.set(page, result);
        left[0]--;
        if (left[0] == 0) {
          done.run();
          publish(results);
        }
      });
    }
  }

  /** Without the first page there is no sample; the others fill in what it leaves out. */
  private void publish(List<Optional<PageInterval>> results) {
    if (results.getFirst().isEmpty() || closed) {
      return;
    }
    PageInterval joined =
        results.stream().flatMap(Optional::stream).reduce(PageInterval::orElse).orElseThrow();
    scene
        .outbox()
        .add(new TelemetrySample(
            scene.cluster(),
            endpoint.id(),
            new Observer(Observer.Kind.ENDPOINT, endpoint.id().toString(), endpoint.locality()),
            scene.timeline().now(),
            joined.length(),
            joined.outcomes(),
            joined.latency(),
            joined.inFlight(),
            withCores(joined.resources()),
            CircuitBreaker.UNKNOWN,
            joined.startTime()));
  }

  private Resources withCores(Resources resources) {
    String label = endpoint.labels().get(CORES_LABEL);
    if (label == null || !Double.isNaN(resources.cores()) || !label.matches("\\d{1,5}(\\.\\d+)?")) {
      return resources;
    }
    double cores = Double.parseDouble(label);
    return cores > 0
        ? new Resources(
            cores, resources.busyCores(), resources.loadAveragePerCore(), resources.memoryRatio())
        : resources;
  }
}
