package io.adaptivelb.healthcheck;

import io.adaptivelb.clusters.HealthCheckSettings.HttpCheckSettings;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import io.adaptivelb.fetch.Connection;
import io.adaptivelb.fetch.Receiver;
import io.adaptivelb.fetch.Request;
import io.adaptivelb.fetch.Response;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** GETs a path over a connection that it keeps; a status inside the range is good. */
final class HttpProbe implements Probe {
  /** What a health page may hold; more is an error page, and only costs time. */
  private static final int MAX_BODY_BYTES = 1 << 20;

  private final HttpCheckSettings settings;
  private final Request request;
  private final Connection connection;

  HttpProbe(HttpCheckSettings settings, Duration timeout, Connection connection) {
    this.settings = settings;
    this.request = new Request(settings.path(), Map.of(), timeout, MAX_BODY_BYTES);
    this.connection = connection;
  }

  @Override
  public void check(Consumer<ProbeResult> answer) {
    connection.get(request, new Receiver() {
      @Override
      public void received(Response response) {
        String reason = "HTTP " + response.status();
        boolean good =
            response.status() >= settings.statusFrom() && response.status() <= settings.statusTo();
        answer.accept(
            good
                ? new ProbeResult.Passed(reason)
                : new ProbeResult.Failed(new SourceFailure(FailureCode.HTTP_STATUS, reason)));
      }

      @Override
      public void failed(SourceFailure failure) {
        answer.accept(new ProbeResult.Failed(failure));
      }
    });
  }

  @Override
  public void close() {
    connection.close();
  }
}
