package io.adaptivelb.collector;

import io.adaptivelb.clusters.PageSettings;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.exposition.ExpositionParser.Format;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import io.adaptivelb.fetch.Connection;
import io.adaptivelb.fetch.Fetcher;
import io.adaptivelb.fetch.Request;
import io.adaptivelb.fetch.Response;
import io.adaptivelb.scrape.Mapping;
import io.adaptivelb.scrape.PageHistory;
import io.adaptivelb.scrape.PageInterval;
import io.adaptivelb.scrape.PageReader;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A page that every endpoint of a cluster has: how to ask for it and how to read it. Thread-safe. */
final class PageSource {
  private static final String ACCEPT =
      "text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1";

  private final PageSettings settings;
  private final Request request;
  private final @Nullable SslContext tls;
  private final ThreadLocal<Desk> desks;

  /** What a network thread reads pages with. */
  private record Desk(PageReader reader, LatencyHistogram.Recorder recorder) {}

  PageSource(PageSettings settings, Duration timeout, int maxBodyBytes) {
    this.settings = settings;
    Map<String, String> headers = new HashMap<>(settings.headers());
    headers.putIfAbsent("Accept", ACCEPT);
    request = new Request(settings.path(), headers, timeout, maxBodyBytes);
    tls = Fetcher.tls(settings.tls());
    Mapping mapping = new Mapping(settings.resolvedMapping());
    desks = ThreadLocal.withInitial(
        () -> new Desk(new PageReader(mapping), new LatencyHistogram.Recorder()));
  }

  Request request() {
    return request;
  }

  Connection connection(Fetcher fetcher, EndpointId endpoint) {
    int port = settings.port() == 0 ? endpoint.port() : settings.port();
    String name = settings.tls() == null ? "" : settings.tls().serverName();
    return fetcher.connection(endpoint.host(), port, tls, name, () -> {});
  }

  /**
   * Reads an answer, on the network thread that brought it.
   *
   * @return what happened since the last one; empty for the first
   */
  Optional<PageInterval> read(Response response, PageHistory history, long nanos)
      throws SourceFailure {
    Format format = format(response);
    Desk desk = desks.get();
    return history.advance(
        desk.reader().read(response.bytes(), response.from(), response.to(), format),
        nanos,
        desk.recorder());
  }

  private static Format format(Response response) throws SourceFailure {
    if (response.status() != 200) {
      String redirect = response.location().isEmpty()
          ? ""
          : ", which leads to " + SourceFailure.quote(response.location());
      throw new SourceFailure(
          FailureCode.HTTP_STATUS, "HTTP %d%s".formatted(response.status(), redirect));
    }
    String type = response.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "application/openmetrics-text" -> Format.OPEN_METRICS;
      // Small exporters send no type at all; the text then speaks for itself.
      case "", "text/plain" -> Format.TEXT;
      default ->
        throw new SourceFailure(
            FailureCode.CONTENT_TYPE,
            "the page is %s, not text/plain or application/openmetrics-text"
                .formatted(SourceFailure.quote(type)));
    };
  }
}
