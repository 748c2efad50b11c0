package io.adaptivelb.client;

import io.adaptivelb.cli.UserError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which page of a log, the newest first, and from when. */
final class PageOptions {
  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Not older: a time like 2026-11-23T10:00:00Z, or how long ago (2h).")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Older: as --since.")
  private @Nullable String until;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many. Default: ${DEFAULT-VALUE}")
  private int limit;

  @Option(
      names = "--before",
      paramLabel = "SEQUENCE",
      description = "The next page: what the last one named.")
  private @Nullable Long before;

  /** As query parameters, to which others may be added; throws {@link UserError} naming a time that is none. */
  Map<String, @Nullable String> query() {
    Map<String, @Nullable String> query = new HashMap<>();
    query.put("since", since == null ? null : time("--since", since).toString());
    query.put("until", until == null ? null : time("--until", until).toString());
    query.put("limit", String.valueOf(limit));
    query.put("before", before == null ? null : before.toString());
    return query;
  }

  private static Instant time(String option, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return InstantSource.system().instant().minus(ago(option, text, e));
    }
  }

  private static Duration ago(String option, String text, DateTimeException cause) {
    try {
      return RemoteOptions.duration(option, text);
    } catch (UserError e) {
      e.addSuppressed(cause);
      throw new UserError(
          "%s \"%s\" is neither a time like 2026-11-23T10:00:00Z nor a duration like 2h"
              .formatted(option, text),
          e);
    }
  }
}
