package io.adaptivelb.ledger;

import io.adaptivelb.api.AuditRecord;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.overrides.Scope;
import java.time.Instant;
import java.util.Optional;

/**
 * Which records of the audit log are wanted. Every filter that is given must hold.
 *
 * @param limit at most so many; 1…{@value #MAX_LIMIT}
 * @param before only sequences less than this
 * @param event only this event
 * @param cluster only what applies to this cluster, or to everything
 * @param endpoint only what applies to this endpoint, its cluster, or everything
 * @param person only what this person did or answers for
 * @param override only the override with this id
 * @param since not older
 * @param until older
 */
public record AuditQuery(
    int limit,
    long before,
    Optional<AuditRecord.Event> event,
    Optional<ClusterId> cluster,
    Optional<EndpointId> endpoint,
    Optional<String> person,
    Optional<String> override,
    Optional<Instant> since,
    Optional<Instant> until) {
  /** The largest page. */
  public static final int MAX_LIMIT = 1_000;

  /** Throws {@link IllegalArgumentException} when the limit is out of range. */
  public AuditQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit %d is not in 1…%d".formatted(limit, MAX_LIMIT));
    }
  }

  /** The newest records, unfiltered. */
  public static AuditQuery newest(int limit) {
    return new AuditQuery(
        limit,
        Long.MAX_VALUE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same for the page that ends before a sequence. */
  public AuditQuery before(long sequence) {
    return new AuditQuery(
        limit, sequence, event, cluster, endpoint, person, override, since, until);
  }

  boolean matches(AuditRecord record) {
    return record.sequence() < before
        && event.map(wanted -> record.event() == wanted).orElse(true)
        && cluster.map(wanted -> touches(record.override().scope(), wanted)).orElse(true)
        && endpoint.map(wanted -> touches(record.override().scope(), wanted)).orElse(true)
        && person
            .map(wanted ->
                record.by().equals(wanted) || record.override().owner().equals(wanted))
            .orElse(true)
        && override.map(wanted -> record.override().id().equals(wanted)).orElse(true)
        && since.map(from -> !record.time().isBefore(from)).orElse(true)
        && until.map(to -> record.time().isBefore(to)).orElse(true);
  }

  private static boolean touches(Scope scope, ClusterId wanted) {
    return switch (scope) {
      case Scope.OfEndpoint one -> one.cluster().equals(wanted);
      case Scope.OfCluster all -> all.cluster().equals(wanted);
      case Scope.Everything all -> true;
    };
  }

  private boolean touches(Scope scope, EndpointId wanted) {
    return switch (scope) {
      case Scope.OfEndpoint one -> one.endpoint().equals(wanted);
      // Without a cluster nobody knows whose member the endpoint was.
      case Scope.OfCluster all -> cluster.map(all.cluster()::equals).orElse(false);
      case Scope.Everything all -> true;
    };
  }
}
