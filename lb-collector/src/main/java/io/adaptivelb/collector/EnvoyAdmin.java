package io.adaptivelb.collector;

import io.adaptivelb.clusters.AdminSettings;
import io.adaptivelb.clusters.EnvoySettings;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.envoyadmin.ClusterPage;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import io.adaptivelb.fetch.Connection;
import io.adaptivelb.fetch.Fetcher;
import io.adaptivelb.fetch.Receiver;
import io.adaptivelb.fetch.Request;
import io.adaptivelb.fetch.Response;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** One Envoy's admin interface, asked about one cluster. One request at a time. */
final class EnvoyAdmin {
  /** Reads an answer's body, on a network thread. */
  interface Reader<T> {
    T read(Response response) throws SourceFailure;
  }

  private final String address;
  private final Locality locality;
  private final String cluster;
  private final Duration timeout;
  private final int maxBodyBytes;
  private final Connection connection;
  private final TargetLog log;
  private final Timeline timeline;

  EnvoyAdmin(
      Scene scene,
      EnvoySettings settings,
      AdminSettings admin,
      Duration timeout,
      Fetcher fetcher,
      Source source) {
    this.address = admin.address();
    this.locality = admin.locality();
    this.cluster = settings.cluster().isEmpty() ? scene.settings().name() : settings.cluster();
    this.timeout = timeout;
    this.maxBodyBytes = settings.maxBodyBytes();
    EndpointId id = EndpointId.parse(admin.address());
    this.connection = fetcher.connection(id.host(), id.port());
    this.log = scene.log(source, admin.address());
    this.timeline = scene.timeline();
  }

  String address() {
    return address;
  }

  Locality locality() {
    return locality;
  }

  TargetLog log() {
    return log;
  }

  /** Asks for the cluster's hosts. */
  void hosts(Consumer<ClusterPage> done, Runnable failed) {
    get(
        ClusterPage.path(cluster),
        response -> ClusterPage.parse(cluster, response.bytes(), response.from(), response.to()),
        done,
        failed);
  }

  /**
   * Asks for any page.
   *
   * @param done called on the timeline's thread with what was read
   * @param failed called there instead, after the failure was logged
   */
  <T> void get(String path, Reader<T> reader, Consumer<T> done, Runnable failed) {
    Request request = new Request(path, Map.of(), timeout, maxBodyBytes);
    connection.get(request, new Receiver() {
      @Override
      public void received(Response response) {
        try {
          if (response.status() != 200) {
            throw new SourceFailure(FailureCode.HTTP_STATUS, "HTTP " + response.status());
          }
          T read = reader.read(response);
          log.succeeded(timeline.now(), response.latency(), response.length());
          timeline.execute(() -> done.accept(read));
        } catch (SourceFailure failure) {
          failed(failure);
        }
      }

      @Override
      public void failed(SourceFailure failure) {
        log.failed(timeline.now(), failure);
        timeline.execute(failed);
      }
    });
  }

  void close() {
    connection.close();
  }
}
