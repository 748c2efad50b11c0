package io.adaptivelb.boosting;

import io.adaptivelb.boosting.Tokens.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Reads typed values off tokens: each method wants what its name says, and refuses anything else with the path of it. */
final class DocumentReader {
  /** How many keys an object may have: the largest of XGBoost's has 17, besides the attributes. */
  private static final int MAX_KEYS = 1_000;

  private final Tokens tokens;

  DocumentReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Calls {@code member} with each key, to read or {@link #skip} its value; a key may come once. */
  void object(String path, Consumer<String> member) {
    element(tokens.next(), path, member);
  }

  /** Calls {@code element} with each index, to read or {@link #skip} the element there. */
  void array(String path, int most, Consumer<Kind> element) {
    expect(Kind.ARRAY, path);
    int count = 0;
    for (Kind kind = tokens.next(); kind != Kind.ARRAY_END; kind = tokens.next()) {
      limit(path, ++count, most);
      element.accept(kind);
    }
  }

  /** An object as the element of an array that {@link #array} stands on. */
  void element(Kind kind, String path, Consumer<String> member) {
    require(kind, Kind.OBJECT, path);
    Set<String> seen = new HashSet<>();
    while (tokens.next() != Kind.OBJECT_END) {
      String key = tokens.text();
      if (!seen.add(key)) {
        throw invalid(path, ModelParser.quote(key), "a key comes once");
      }
      limit(path + ": keys", seen.size(), MAX_KEYS);
      member.accept(key);
    }
  }

  String text(String path) {
    expect(Kind.STRING, path);
    return tokens.text();
  }

  /** A whole number, which XGBoost writes as text. */
  int count(String path) {
    String text = text(path);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notWhole) {
      throw new RefusedModelException(
          new Refusal.WrongType(path, ModelParser.quote(text), "a whole number"));
    }
  }

  long whole(String path) {
    expect(Kind.NUMBER, path);
    return tokens.whole(path);
  }

  List<String> texts(String path, int most) {
    List<String> texts = new ArrayList<>();
    array(path, most, kind -> {
      require(kind, Kind.STRING, path);
      texts.add(tokens.text());
    });
    return texts;
  }

  int[] wholes(String path, int most) {
    expect(Kind.ARRAY, path);
    int[] column = new int[16];
    int count = 0;
    for (Kind kind = tokens.next(); kind != Kind.ARRAY_END; kind = tokens.next()) {
      require(kind, Kind.NUMBER, path);
      limit(path, count + 1L, most);
      if (count == column.length) {
        column = Arrays.copyOf(column, 2 * count);
      }
      long value = tokens.whole(path);
      if (value != (int) value) {
        throw invalid(path, Long.toString(value), "it has 32 bits");
      }
      column[count++] = (int) value;
    }
    return Arrays.copyOf(column, count);
  }

  float[] singles(String path, int most) {
    expect(Kind.ARRAY, path);
    float[] column = new float[16];
    int count = 0;
    for (Kind kind = tokens.next(); kind != Kind.ARRAY_END; kind = tokens.next()) {
      require(kind, Kind.NUMBER, path);
      limit(path, count + 1L, most);
      if (count == column.length) {
        column = Arrays.copyOf(column, 2 * count);
      }
      column[count++] = tokens.single();
    }
    return Arrays.copyOf(column, count);
  }

  /** Truth values, which are 0 and 1 in newer files and false and true in older ones. */
  boolean[] truths(String path, int most) {
    expect(Kind.ARRAY, path);
    boolean[] column = new boolean[16];
    int count = 0;
    for (Kind kind = tokens.next(); kind != Kind.ARRAY_END; kind = tokens.next()) {
      limit(path, count + 1L, most);
      if (count == column.length) {
        column = Arrays.copyOf(column, 2 * count);
      }
      if (kind == Kind.BOOLEAN) {
        column[count++] = tokens.truth();
      } else {
        require(kind, Kind.NUMBER, path);
        long value = tokens.whole(path);
        if (value != 0 && value != 1) {
          throw invalid(path, Long.toString(value), "it is 0 or 1");
        }
        column[count++] = value == 1;
      }
    }
    return Arrays.copyOf(column, count);
  }

  /** Passes over the value that comes next, whatever it is. */
  void skip() {
    skip(tokens.next());
  }

  /** Passes over the value that the tokens stand on. */
  void skip(Kind kind) {
    int depth = 0;
    for (Kind next = kind; ; next = tokens.next()) {
      switch (next) {
        case OBJECT, ARRAY -> depth++;
        case OBJECT_END, ARRAY_END -> depth--;
        default -> {}
      }
      if (depth == 0) {
        return;
      }
    }
  }

  void end() {
    Kind kind = tokens.next();
    if (kind != Kind.END) {
      throw new RefusedModelException(
          new Refusal.WrongType("what follows the model", kind.words(), "nothing"));
    }
  }

  private void expect(Kind expected, String path) {
    require(tokens.next(), expected, path);
  }

  static void require(Kind found, Kind expected, String path) {
    if (found != expected) {
      throw new RefusedModelException(new Refusal.WrongType(path, found.words(), expected.words()));
    }
  }

  static void limit(String path, long value, long most) {
    if (value > most) {
      throw new RefusedModelException(new Refusal.TooLarge(path, value, most));
    }
  }

  static RefusedModelException invalid(String path, String value, String rule) {
    return new RefusedModelException(new Refusal.Invalid(path, value, rule));
  }
}
