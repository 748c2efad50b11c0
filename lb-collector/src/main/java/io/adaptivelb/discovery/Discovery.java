package io.adaptivelb.discovery;

import io.adaptivelb.clusters.DiscoverySettings;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.fetch.Network;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Looks up the members of a cluster. */
public interface Discovery extends AutoCloseable {
  /** What is looked at, for messages: a file, a name. */
  String target();

  /** How often to look; zero: once is enough. */
  Duration refresh();

  /**
   * Looks, without blocking the caller; one look at a time.
   *
   * @return all members, sorted by address, at least one; or a {@link io.adaptivelb.failure.SourceFailure}
   */
  CompletableFuture<List<Endpoint>> look();

  /** Lets go of threads and sockets. */
  @Override
  void close();

  /** The kind of discovery that the settings ask for. */
  static Discovery of(DiscoverySettings settings, Network network) {
    if (settings.file() != null) {
      return new FileDiscovery(settings.file());
    }
    if (settings.dns() != null) {
      return new DnsDiscovery(settings.dns(), network);
    }
    if (settings.endpoints() == null) {
      throw new IllegalArgumentException("discovery: none of endpoints, file and dns is set");
    }
    return new StaticDiscovery(
        settings.endpoints().stream().map(endpoint -> endpoint.endpoint()).toList());
  }
}
