package io.adaptivelb.boosting;

/** Why a model file is not taken. {@code where} is the path inside it: {@code learner.gradient_booster.model.trees[3].left_children}. */
public sealed interface Refusal {
  /** For people: the value and the rule that it breaks. */
  String message();

  /** It is no model file of XGBoost at all. */
  record Foreign(String looksLike) implements Refusal {
    @Override
    public String message() {
      return "%s is not a model of XGBoost; save_model writes one as .json or .ubj"
          .formatted(looksLike);
    }
  }

  /** It ends in the middle or is otherwise broken as JSON or UBJSON. */
  record Malformed(String format, long position, String detail) implements Refusal {
    @Override
    public String message() {
      return "%s broken at byte %d: %s".formatted(format, position, detail);
    }
  }

  /** A limit is exceeded. */
  record TooLarge(String where, long value, long limit) implements Refusal {
    @Override
    public String message() {
      return "%s: %d is more than the limit of %d".formatted(where, value, limit);
    }
  }

  /** Something must be there and is not. */
  record Missing(String where) implements Refusal {
    @Override
    public String message() {
      return "%s is missing".formatted(where);
    }
  }

  /** A value has another type than XGBoost gives it. */
  record WrongType(String where, String found, String expected) implements Refusal {
    @Override
    public String message() {
      return "%s is %s, not %s".formatted(where, found, expected);
    }
  }

  /** A value breaks a rule. */
  record Invalid(String where, String value, String rule) implements Refusal {
    @Override
    public String message() {
      return "%s: %s; %s".formatted(where, value, rule);
    }
  }

  /** A good model, of a kind that is not scored here. */
  record Unsupported(String where, String value, String supported) implements Refusal {
    @Override
    public String message() {
      return "%s '%s' is not supported; supported: %s".formatted(where, value, supported);
    }
  }
}
