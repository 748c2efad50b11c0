package io.adaptivelb.collector;

import io.adaptivelb.clusters.ScrapeSettings;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.fetch.Fetcher;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The pages of a cluster's endpoints, once a tick, each endpoint at its own place in it. */
final class Scrapes implements Part {
  private final Scene scene;
  private final Fetcher fetcher;
  private final Gate gate;
  private final List<PageSource> sources;
  private final Map<EndpointId, EndpointScrape> scrapes = new HashMap<>();

  Scrapes(Scene scene, ScrapeSettings settings, Fetcher fetcher, Gate gate) {
    this.scene = scene;
    this.fetcher = fetcher;
    this.gate = gate;
    this.sources = settings.pages().stream()
        .map(page -> new PageSource(page, settings.timeout(), settings.maxBodyBytes()))
        .toList();
  }

  @Override
  public void members(Map<EndpointId, Endpoint> members) {
    scrapes.entrySet().removeIf(entry -> {
      boolean left = !members.containsKey(entry.getKey());
      if (left) {
        entry.getValue().close();
      }
      return left;
    });
    members.forEach((id, endpoint) -> {
      EndpointScrape known = scrapes.get(id);
      if (known == null) {
        scrapes.put(id, new EndpointScrape(scene, endpoint, place(), sources, fetcher, gate));
      } else {
        known.endpoint(endpoint);
      }
    });
  }

  @Override
  public void tick() {
    scrapes.values().forEach(scrape -> scene.timeline().after(scrape.place(), scrape::run));
  }

  @Override
  public void logs(Consumer<TargetLog> each) {
    scrapes.values().forEach(scrape -> scrape.logs(each));
  }

  @Override
  public void close() {
    scrapes.values().forEach(EndpointScrape::close);
  }

  /** Drawn once an endpoint, so that its intervals are even. */
  private Duration place() {
    long spread = scene.settings().jitter().toNanos();
    return Duration.ofNanos(spread == 0 ? 0 : scene.random().nextLong(spread));
  }
}
