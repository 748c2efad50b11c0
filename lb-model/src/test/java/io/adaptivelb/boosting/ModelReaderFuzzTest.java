package io.adaptivelb.boosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** Whatever the bytes are, the reader gives a model that can score, or the one exception that it promises. */
class ModelReaderFuzzTest {
  private static final byte[][] FILES = files();

  /** Small limits, so that a file that gets by them all is scored quickly. */
  private static final ModelReader READER =
      new ModelReader(new ReadLimits(1 << 20, 100, 1_000, 10_000, 20, 100, 10));

  private static byte[][] files() {
    NativeModel trained = NativeModel.train(
        Map.of("objective", "reg:quantileerror", "quantile_alpha", "[0.5,0.9]", "max_depth", 3),
        3,
        4,
        0.1,
        1);
    return new byte[][] {trained.file("json"), trained.file("ubj")};
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void read_changedBytes_isAModelOrRefused(
      @ForAll @IntRange(max = 1) int format, @ForAll long seed) {
    Random random = new Random(seed);
    byte[] file = FILES[format].clone();
    for (int change = random.nextInt(8); change >= 0; change--) {
      int at = random.nextInt(file.length);
      file = switch (random.nextInt(5)) {
        case 0 -> flip(file, at, random);
        case 1 -> write(file, at, random);
        case 2 -> cut(file, at, Math.min(file.length, at + random.nextInt(40)));
        case 3 -> move(file, at, random.nextInt(file.length), random.nextInt(40));
        default ->
          change == 0 && random.nextInt(3) == 0 ? Arrays.copyOf(file, at) : flip(file, at, random);
      };
      if (file.length == 0) {
        break;
      }
    }
    readAndScore(file);
  }

  @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
  void read_anyBytes_isRefused(@ForAll byte[] bytes, @ForAll @IntRange(max = 2) int start) {
    byte[] prefix = start == 0 ? new byte[0] : Arrays.copyOf(FILES[start - 1], 2);
    byte[] file = Arrays.copyOf(prefix, prefix.length + bytes.length);
    System.arraycopy(bytes, 0, file, prefix.length, bytes.length);

    assertThat(readAndScore(file)).isFalse();
  }

  private static boolean readAndScore(byte[] file) {
    BoostedModel model;
    try {
      model = READER.read(file);
    } catch (RefusedModelException refused) {
      assertThat(refused.refusal().message()).isNotBlank();
      return false;
    }
    float[] row = new float[model.features()];
    for (int i = 0; i < row.length; i++) {
      row[i] = i % 3 == 0 ? Float.NaN : i;
    }
    for (float margin : new Evaluator(model).predict(row)) {
      assertThat(margin).isFinite();
    }
    new TreeShap(model).contributions(row, 0);
    Importance.of(model);
    return true;
  }

  private static byte[] flip(byte[] file, int at, Random random) {
    file[at] ^= (byte) (1 << random.nextInt(8));
    return file;
  }

  private static byte[] write(byte[] file, int at, Random random) {
    byte[] telling = {
      0, -1, 127, -128, '{', '}', '[', ']', '"', '-', '9', 'e', 'L', 'l', 'd', '#', '$', 'N'
    };
    file[at] = telling[random.nextInt(telling.length)];
    return file;
  }

  private static byte[] cut(byte[] file, int from, int to) {
    byte[] shorter = Arrays.copyOf(file, file.length - (to - from));
    System.arraycopy(file, to, shorter, from, file.length - to);
    return shorter;
  }

  private static byte[] move(byte[] file, int from, int to, int length) {
    int count = Math.min(length, file.length - Math.max(from, to));
    System.arraycopy(file, from, file, to, count);
    return file;
  }
}
