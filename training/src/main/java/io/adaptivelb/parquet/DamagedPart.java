package io.adaptivelb.parquet;

/** A part whose rows are not what they should be. */
final class DamagedPart extends RuntimeException {
  private static final long serialVersionUID = 1;

  DamagedPart(String reason) {
    super(reason);
  }

  DamagedPart(RuntimeException cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
