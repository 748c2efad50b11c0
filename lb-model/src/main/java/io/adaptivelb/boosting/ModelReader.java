package io.adaptivelb.boosting;

import java.nio.charset.StandardCharsets;

/**
 * Reads the model files of XGBoost 2.0 to 3.4, JSON and UBJSON, as {@code save_model} writes them in any language.
 *
 * <p>A file is taken whole or refused whole, and nothing in it is trusted: sizes are limited before memory is spent, every tree
 * is walked, every number that scoring touches is finite. What XGBoost could score and this cannot (other boosters and
 * objectives, categorical splits, vectors at the leaves) is refused by its name. Stateless and thread-safe.
 */
public final class ModelReader {
  private static final byte[][] FOREIGN = {
    {(byte) 0x89, 'P', 'N', 'G'},
    {'P', 'K', 3, 4},
    {0x1f, (byte) 0x8b},
    {'t', 'r', 'e', 'e', '\n'},
    {'<'},
    {'['},
    {(byte) 0x80, 2},
    {(byte) 0x80, 3},
    {(byte) 0x80, 4},
    {(byte) 0x80, 5},
    {'b', 'i', 'n', 'f'},
    {'b', 'o', 'o', 's', 't', 'e', 'r'}
  };

  private static final String[] FOREIGN_NAMES = {
    "a PNG image",
    "a zip archive",
    "a gzip archive",
    "a text model of LightGBM",
    "XML or HTML",
    "a JSON array (dump_model writes one)",
    "a pickled Python object",
    "a pickled Python object",
    "a pickled Python object",
    "a pickled Python object",
    "XGBoost's removed binary format",
    "a text dump of trees"
  };

  private final ReadLimits limits;

  /** A reader with limits of its own. */
  public ModelReader(ReadLimits limits) {
    this.limits = limits;
  }

  /** A reader with {@link ReadLimits#DEFAULT}. */
  public ModelReader() {
    this(ReadLimits.DEFAULT);
  }

  /**
   * The model in a file's bytes.
   *
   * @throws RefusedModelException saying why; nothing else is thrown, whatever the bytes are
   */
  public BoostedModel read(byte[] file) {
    if (file.length > limits.bytes()) {
      throw new RefusedModelException(
          new Refusal.TooLarge("the file", file.length, limits.bytes()));
    }
    return new ModelParser(new DocumentReader(tokens(file)), limits).parse();
  }

  private static Tokens tokens(byte[] file) {
    int start = 0;
    while (start < file.length && isBlank(file[start])) {
      start++;
    }
    if (start == file.length) {
      throw foreign(file.length == 0 ? "an empty file" : "a file of blanks");
    }
    if (file[start] == '{') {
      // An object's first key has a length in UBJSON and a quotation mark in JSON.
      return start == 0 && file.length > 1 && file[1] == 'L'
          ? new UbjTokens(file)
          : new JsonTokens(file);
    }
    for (int i = 0; i < FOREIGN.length; i++) {
      if (startsWith(file, FOREIGN[i])) {
        throw foreign(FOREIGN_NAMES[i]);
      }
    }
    throw foreign("a file that begins with "
        + ModelParser.quote(
            new String(file, 0, Math.min(file.length, 16), StandardCharsets.ISO_8859_1)));
  }

  private static boolean startsWith(byte[] file, byte[] prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (i >= file.length || file[i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || value == '\n' || value == '\r' || value == '\t';
  }

  private static RefusedModelException foreign(String looksLike) {
    return new RefusedModelException(new Refusal.Foreign(looksLike));
  }
}
