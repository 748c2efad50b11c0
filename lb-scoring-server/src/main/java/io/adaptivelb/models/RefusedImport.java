package io.adaptivelb.models;

import java.util.List;

/** A model was not taken, and nothing was changed. */
public final class RefusedImport extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What kind of reason it is. */
  public enum Kind {
    /** It is larger than allowed. */
    TOO_LARGE,
    /** It is no package of a model. */
    MALFORMED,
    /** The model breaks a rule, or the validator objects to it. */
    REFUSED
  }

  private final Kind kind;
  private final transient List<String> reasons;

  RefusedImport(Kind kind, List<String> reasons) {
    super("the model is refused: " + String.join("; ", reasons));
    this.kind = kind;
    this.reasons = List.copyOf(reasons);
  }

  RefusedImport(Kind kind, String reason) {
    this(kind, List.of(reason));
  }

  /** What kind of reason it is. */
  public Kind kind() {
    return kind;
  }

  /** Every reason, naming the value and the rule. */
  public List<String> reasons() {
    return reasons;
  }
}
