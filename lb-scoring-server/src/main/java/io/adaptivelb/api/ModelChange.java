package io.adaptivelb.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of the models: who did what, when, why, and what it did to the stages. Immutable.
 *
 * @param sequence rises with every change
 * @param time when
 * @param action {@code admit}, {@code shadow}, {@code canary}, {@code blend}, {@code promote}, {@code rollback}, {@code
 *     retire} or {@code remove}
 * @param version what it is about
 * @param cluster the one cluster that it is about; absent where it is about everything, or about no scope
 * @param by a person, or the part of the program that decided
 * @param reason why
 * @param moves every version whose stage it changed; none for {@code admit} and {@code remove}
 */
public record ModelChange(
    long sequence,
    Instant time,
    String action,
    String version,
    @Nullable String cluster,
    String by,
    String reason,
    List<Move> moves) {
  /** Copies the list. */
  public ModelChange {
    moves = List.copyOf(moves);
  }

  /**
   * A version that went to another stage.
   *
   * @param version which
   * @param before where it was
   * @param after where it is
   */
  public record Move(String version, ModelStage before, ModelStage after) {}
}
