package io.adaptivelb.boosting;

/**
 * A document of nested objects and arrays, one token after the other, whatever its encoding. Throws {@link
 * RefusedModelException} where it is broken; needs no memory beyond one token.
 */
interface Tokens {
  /** What can come next. */
  enum Kind {
    OBJECT("an object"),
    OBJECT_END("the end of an object"),
    ARRAY("an array"),
    ARRAY_END("the end of an array"),
    KEY("a key"),
    STRING("text"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    NULL("null"),
    END("the end");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** How deep a document may nest; XGBoost's go seven deep. */
  int MAX_NESTING = 32;

  /** How many bytes a key or a text may have. */
  int MAX_TEXT = 1 << 16;

  /** Steps on. */
  Kind next();

  /** The key or text that it stands on. */
  String text();

  /** The number that it stands on, rounded once; NaN and infinities are numbers too. */
  float single();

  /** The number that it stands on, if it is whole; refused otherwise. */
  long whole(String where);

  /** The truth value that it stands on. */
  boolean truth();
}
