package io.adaptivelb.boosting;

/** A model file was refused; the only exception that {@link ModelReader} throws for what it reads. */
public final class RefusedModelException extends RuntimeException {
  private final transient Refusal refusal;

  /** Why. */
  public RefusedModelException(Refusal refusal) {
    super("model refused: " + refusal.message());
    this.refusal = refusal;
  }

  /** The reason, to be counted by its type. */
  public Refusal refusal() {
    return refusal;
  }
}
