package io.adaptivelb.discovery;

import io.adaptivelb.domain.Endpoint;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Members that never change. */
final class StaticDiscovery implements Discovery {
  private final List<Endpoint> members;

  StaticDiscovery(List<Endpoint> members) {
    this.members = members.stream().sorted(Comparator.comparing(Endpoint::id)).toList();
  }

  @Override
  public String target() {
    return "endpoints";
  }

  @Override
  public Duration refresh() {
    return Duration.ZERO;
  }

  @Override
  public CompletableFuture<List<Endpoint>> look() {
    return CompletableFuture.completedFuture(members);
  }

  @Override
  public void close() {}
}
