package io.adaptivelb.envoyadmin;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.END_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import java.io.IOException;

/** The state of a cluster's circuit breakers, from {@code /stats?format=json}. */
public final class BreakerPage {
  private static final JsonFactory JSON = new JsonFactory();

  private BreakerPage() {}

  /** Where the gauges are: those of the default priority, retries apart, because they stop no first request. */
  public static String path(String observabilityName) {
    // Envoy's statistics write a colon of the name as an underscore.
    String name = ClusterPage.escape(observabilityName.replace(':', '_'));
    return "/stats?format=json&filter="
        + ClusterPage.encode(
            "^cluster\\." + name + "\\.circuit_breakers\\.default\\.(cx|rq|rq_pending)_open$");
  }

  /**
   * Whether any breaker is open.
   *
   * @throws SourceFailure when the page is not that document, or has no breaker on it
   */
  public static boolean open(byte[] bytes, int from, int to) throws SourceFailure {
    int breakers = 0;
    boolean open = false;
    try (JsonParser json = JSON.createParser(bytes, from, to - from)) {
      ClusterPage.expect(json, json.nextToken(), START_OBJECT);
      while (json.nextToken() != END_OBJECT) {
        if (!ClusterPage.field(json, "stats", START_ARRAY)) {
          continue;
        }
        while (json.nextToken() != END_ARRAY) {
          ClusterPage.expect(json, json.currentToken(), START_OBJECT);
          breakers++;
          while (json.nextToken() != END_OBJECT) {
            boolean value = "value".equals(json.currentName());
            json.nextToken();
            open |= value && json.getValueAsLong() > 0;
            json.skipChildren();
          }
        }
      }
    } catch (IOException e) {
      throw new SourceFailure(
          FailureCode.SYNTAX,
          "not the JSON of /stats: " + SourceFailure.quote(String.valueOf(e.getMessage())));
    }
    if (breakers == 0) {
      throw new SourceFailure(FailureCode.NOTHING_MAPPED, "the page shows no circuit breaker");
    }
    return open;
  }
}
