package io.adaptivelb.collector;

import io.adaptivelb.clusters.FastSettings;
import io.adaptivelb.clusters.ScrapeSettings;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.fetch.Fetcher;
import io.adaptivelb.scrape.PageInterval;
import io.adaptivelb.telemetry.FastReading;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Fast bins from the endpoints' own first pages, for clusters without a proxy that can be asked. */
final class EndpointBins implements Part {
  private final Scene scene;
  private final FastSettings settings;
  private final PageSource source;
  private final Fetcher fetcher;
  private final Map<EndpointId, Bin> bins = new HashMap<>();

  EndpointBins(Scene scene, ScrapeSettings scrape, FastSettings settings, Fetcher fetcher) {
    this.scene = scene;
    this.settings = settings;
    this.fetcher = fetcher;
    this.source =
        new PageSource(scrape.pages().getFirst(), settings.timeout(), scrape.maxBodyBytes());
  }

  @Override
  public void members(Map<EndpointId, Endpoint> members) {
    bins.entrySet().removeIf(entry -> {
      boolean left = !members.containsKey(entry.getKey());
      if (left) {
        entry.getValue().close();
      }
      return left;
    });
    members.keySet().forEach(id -> bins.computeIfAbsent(id, Bin::new));
  }

  @Override
  public void logs(Consumer<TargetLog> each) {
    bins.values().forEach(bin -> each.accept(bin.page.log()));
  }

  @Override
  public void close() {
    bins.values().forEach(Bin::close);
  }

  /** One endpoint, asked every interval from a random moment on. */
  private final class Bin {
    private final EndpointId id;
    private final EndpointPage page;
    private double inFlightBefore;
    private boolean underWay;
    private boolean closed;

    Bin(EndpointId id) {
      this.id = id;
      this.page = new EndpointPage(
          source, fetcher, id, scene.log(Source.FAST, id.toString()), scene.timeline());
      scene
          .timeline()
          .after(
              Duration.ofNanos(scene.random().nextLong(settings.interval().toNanos())), this::ask);
    }

    private void ask() {
      if (closed) {
        return;
      }
      scene.timeline().after(settings.interval(), this::ask);
      if (!underWay) {
        underWay = true;
        page.fetch(this::publish);
      }
    }

    private void publish(Optional<PageInterval> result) {
      underWay = false;
      if (result.isEmpty() || closed) {
        return;
      }
      PageInterval interval = result.get();
      double inFlight = interval.inFlight();
      long ended = interval.outcomes().requests();
      // What began is what ended plus what is under way more than before.
      long began = Double.isNaN(inFlight)
          ? ended
          : Math.max(0, ended + Math.round(inFlight - inFlightBefore));
      inFlightBefore = Double.isNaN(inFlight) ? 0 : inFlight;
      scene
          .outbox()
          .add(new FastReading(
              scene.cluster(), id, scene.timeline().now(), began, interval.outcomes(), inFlight));
    }

    private void close() {
      closed = true;
      page.close();
    }
  }
}
