package io.adaptivelb.models;

import io.adaptivelb.api.ModelChange;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.registry.VersionId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which changes of the models are wanted. Every filter that is given must hold.
 *
 * @param limit at most so many; 1…{@value #MAX_LIMIT}
 * @param before only sequences less than this
 * @param version only what is about this version, or moved it
 * @param cluster only what is about this cluster, or about everything
 * @param person only what this person did
 * @param since not older
 * @param until older
 */
public record ModelQuery(
    int limit,
    long before,
    Optional<VersionId> version,
    Optional<ClusterId> cluster,
    Optional<String> person,
    Optional<Instant> since,
    Optional<Instant> until) {
  /** The largest page. */
  public static final int MAX_LIMIT = 1_000;

  /** Throws {@link IllegalArgumentException} when the limit is out of range. */
  public ModelQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit %d is not in 1…%d".formatted(limit, MAX_LIMIT));
    }
  }

  /** The newest ones about a version. */
  public static ModelQuery of(VersionId version, int limit) {
    return new ModelQuery(
        limit,
        Long.MAX_VALUE,
        Optional.of(version),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  boolean matches(ModelChange change) {
    return change.sequence() < before
        && version.map(wanted -> isAbout(change, wanted.value())).orElse(true)
        && cluster.map(wanted -> touches(change, wanted.value())).orElse(true)
        && person.map(wanted -> ModelActor.isBy(change.by(), wanted)).orElse(true)
        && since.map(from -> !change.time().isBefore(from)).orElse(true)
        && until.map(to -> change.time().isBefore(to)).orElse(true);
  }

  private static boolean isAbout(ModelChange change, String wanted) {
    return change.version().equals(wanted)
        || change.moves().stream().anyMatch(move -> move.version().equals(wanted));
  }

  /** Admissions and removals are about no cluster: they change no weight. */
  private static boolean touches(ModelChange change, String wanted) {
    return !change.moves().isEmpty()
        && (change.cluster() == null || wanted.equals(change.cluster()));
  }
}
