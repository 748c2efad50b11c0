package io.adaptivelb.registry;

import io.adaptivelb.rollout.Blend;
import java.util.Optional;

/**
 * One version going to another stage, as a line of the history has it.
 *
 * @param version which
 * @param to the stage's label
 * @param blend of a canary, in percent
 * @param percent of the proxies, of a canary
 * @param why of a retired one
 */
record Move(
    VersionId version,
    String to,
    Optional<Integer> blend,
    Optional<Integer> percent,
    Optional<String> why) {
  static Move of(VersionId version, Stage stage) {
    return switch (stage) {
      case Stage.Canary canary ->
        new Move(
            version,
            canary.label(),
            Optional.of(canary.blend().percent()),
            Optional.of(canary.percent()),
            Optional.empty());
      case Stage.Retired retired ->
        new Move(
            version,
            retired.label(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(retired.reason()));
      case Stage.Candidate other -> plain(version, other);
      case Stage.Shadow other -> plain(version, other);
      case Stage.Active other -> plain(version, other);
    };
  }

  private static Move plain(VersionId version, Stage stage) {
    return new Move(version, stage.label(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The stage; throws {@link IllegalArgumentException} when there is none like this. */
  Stage stage() {
    return switch (to) {
      case "candidate" -> Stage.CANDIDATE;
      case "shadow" -> Stage.SHADOW;
      case "active" -> Stage.ACTIVE;
      case "canary" ->
        new Stage.Canary(
            Blend.ofPercent(blend.orElseThrow(Move::incomplete)),
            percent.orElseThrow(Move::incomplete));
      case "retired" -> new Stage.Retired(false, why.orElse(""));
      case "rolled back" -> new Stage.Retired(true, why.orElse(""));
      default ->
        throw new IllegalArgumentException("stage %s is not known".formatted(Rules.quote(to)));
    };
  }

  private static IllegalArgumentException incomplete() {
    return new IllegalArgumentException("a canary without blend or percent");
  }
}
