package io.adaptivelb.clusters;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Duration;
import java.util.List;

/**
 * What endpoints say of themselves, on Prometheus or OpenMetrics pages.
 *
 * @param pages the first one counts requests, and without it there is no sample; further ones (a node exporter) fill in
 *     the meters that it leaves out, and may fail
 * @param timeout deadline of a page, connection included; 10 ms to 1 m, 3 s if left out
 * @param maxBodyBytes most that a page may hold, unpacked; 1 KiB to 64 MiB, 4 MiB if left out
 */
public record ScrapeSettings(List<PageSettings> pages, Duration timeout, int maxBodyBytes) {
  private static final int DEFAULT_BODY = 4 << 20;

  /** Throws {@link IllegalArgumentException} naming what is missing or out of range. */
  public ScrapeSettings {
    pages = Defaults.list(pages);
    timeout = Defaults.or(timeout, Duration.ofSeconds(3));
    maxBodyBytes = Defaults.or(maxBodyBytes, DEFAULT_BODY);
    if (pages.isEmpty()) {
      throw new IllegalArgumentException("pages is empty; name at least one page, with its preset");
    }
    requireInRange("timeout", timeout, Duration.ofMillis(10), Duration.ofMinutes(1));
    requireInRange("maxBodyBytes", maxBodyBytes, 1 << 10, 64 << 20);
  }

  /** Pages at their usual places, with the default limits. */
  public static ScrapeSettings of(PageSettings... pages) {
    return new ScrapeSettings(List.of(pages), Duration.ofSeconds(3), DEFAULT_BODY);
  }
}
