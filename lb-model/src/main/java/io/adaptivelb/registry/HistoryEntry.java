package io.adaptivelb.registry;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line of the history: one change, all of it or none of it. Immutable.
 *
 * @param sequence of the change, rising
 * @param time when
 * @param action {@code admit}, {@code shadow}, {@code canary}, {@code blend}, {@code promote}, {@code rollback}, {@code
 *     retire} or {@code remove}
 * @param actor who
 * @param reason why
 * @param version what it is about
 * @param manifestSha256 of an admission: its manifest's checksum
 * @param scope of a change of stages
 * @param moves of a change of stages: the version's, and that of another one that made way or came back
 */
@JsonIgnoreProperties("crc")
record HistoryEntry(
    long sequence,
    Instant time,
    String action,
    String actor,
    String reason,
    VersionId version,
    Optional<String> manifestSha256,
    Optional<String> scope,
    List<Move> moves) {
  static final String ADMIT = "admit";
  static final String REMOVE = "remove";

  HistoryEntry {
    moves = List.copyOf(moves);
  }

  /** The same with its number; whoever makes an entry does not know it yet. */
  HistoryEntry numbered(long number) {
    return new HistoryEntry(
        number, time, action, actor, reason, version, manifestSha256, scope, moves);
  }

  /** The same for people; throws {@link IllegalArgumentException} when something in it is unknown. */
  Transition toTransition() {
    Map<VersionId, Stage> stages = new LinkedHashMap<>();
    moves.forEach(move -> stages.put(move.version(), move.stage()));
    return new Transition(
        sequence,
        action,
        version,
        scope.map(ServingScope::parse),
        stages,
        new Change(actor, reason, time));
  }

  static HistoryEntry admit(Change change, VersionId version, String sha256) {
    return entry(change, ADMIT, version, Optional.of(sha256), Optional.empty(), List.of());
  }

  static HistoryEntry remove(Change change, VersionId version) {
    return entry(change, REMOVE, version, Optional.empty(), Optional.empty(), List.of());
  }

  static HistoryEntry moves(
      Change change, String action, VersionId version, ServingScope scope, List<Move> moves) {
    return entry(change, action, version, Optional.empty(), Optional.of(scope.toString()), moves);
  }

  private static HistoryEntry entry(
      Change change,
      String action,
      VersionId version,
      Optional<String> sha256,
      Optional<String> scope,
      List<Move> moves) {
    return new HistoryEntry(
        0, change.time(), action, change.actor(), change.reason(), version, sha256, scope, moves);
  }
}
