package io.adaptivelb.learner;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.Evaluator;
import io.adaptivelb.boosting.ModelReader;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Growing trees from Java against Python's own XGBoost package: a million rows of 32 columns, a tenth of the values missing, the
 * same parameters, threads and rows, in turns: {@code ./lb bench Training [TREES [ROUNDS [ROWS]]]}. The time is from arrays in memory to a
 * trained model: making the matrix, and growing. Then both models predict rows that neither saw, by our evaluator. Exits with 1 when Java takes
 * more than 1.15 times as long, or the models do not predict alike.
 */
public final class TrainingBenchmark {
  private static final int COLUMNS = 32;
  private static final int THREADS = 2;
  private static final int FRESH = 20_000;
  private static final double TARGET = 1.15;

  /** Both round sums of gradients differently, so their trees may part; what they say must be the same but for noise. */
  private static final double ALIKE = 0.02;

  private TrainingBenchmark() {}

  /** Prints the figures. */
  public static void main(String[] arguments) throws IOException {
    int trees = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    int size = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1_000_000;
    Path folder = Files.createTempDirectory("training-benchmark");
    try {
      System.exit(run(folder, trees, rounds, size) ? 0 : 1);
    } finally {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private static boolean run(Path folder, int trees, int rounds, int size) throws IOException {
    FlatRows rows = rows(size, 1);
    write(folder.resolve("features"), rows.features());
    write(folder.resolve("labels"), rows.labels());
    TreeParameters parameters = new TreeParameters(
        TreeParameters.Objective.SQUARED_ERROR, 6, 0.1, 1, 1, 1, 1, trees, 0, List.of());
    Grower grower =
        new Grower(THREADS, IntStream.range(0, COLUMNS).mapToObj(i -> "c" + i).toList());
    System.out.printf(
        "%,d rows of %d columns, %d trees of depth %d, %d threads, OMP_WAIT_POLICY=%s, load average %s%n",
        size,
        COLUMNS,
        trees,
        parameters.depth(),
        THREADS,
        System.getenv().getOrDefault("OMP_WAIT_POLICY", "(not set)"),
        Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    byte[] model = {};
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      model =
          grower.grow(parameters, rows, Optional.empty(), 1, (r, error) -> {}).file();
      ours.add((System.nanoTime() - start) * 1e-9);
      String said = InstalledPython.run(
          "train_benchmark.py", folder, COLUMNS, trees, parameters.depth(), THREADS);
      theirs.add(Double.parseDouble(said.strip().split(" ", -1)[1]));
      System.out.printf(
          "round %d: Java %.2f s; Python's XGBoost %s s, %.2f × that%n",
          round + 1, ours.getLast(), said.strip(), ours.getLast() / theirs.getLast());
    }
    // Of each round by itself: what else the machine does in a minute hits both alike.
    double ratio = median(
        IntStream.range(0, rounds).mapToObj(i -> ours.get(i) / theirs.get(i)).toList());
    System.out.printf(
        "medians: Java %.2f s, Python %.2f s, %.2f × in a round (target ≤ %.2f ×)%n",
        median(ours), median(theirs), ratio, TARGET);
    double difference = difference(model, Files.readAllBytes(folder.resolve("model.ubj")));
    System.out.printf(
        "%,d fresh rows: both models' predictions differ by %.4f of their spread (root mean square; target ≤ %.2f)%n",
        FRESH, difference, ALIKE);
    return ratio <= TARGET && difference <= ALIKE;
  }

  private static FlatRows rows(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] features = new float[size * COLUMNS];
    float[] labels = new float[size];
    float[] weights = new float[size];
    Arrays.fill(weights, 1);
    for (int row = 0; row < size; row++) {
      for (int i = 0; i < COLUMNS; i++) {
        features[row * COLUMNS + i] =
            random.nextInt(10) == 0 ? Float.NaN : (float) random.nextGaussian();
      }
      double label = 0.3 * random.nextGaussian();
      for (int i = 0; i < COLUMNS; i++) {
        float value = features[row * COLUMNS + i];
        label += Float.isNaN(value) ? 0.2 : Math.sin(value * (1 + i % 3)) / (1 + i);
      }
      labels[row] = (float) label;
    }
    return new FlatRows(features, labels, weights, COLUMNS);
  }

  /** Root of the mean squared difference of what two models say, over the spread of what the first says. */
  private static double difference(byte[] ours, byte[] theirs) {
    FlatRows fresh = rows(FRESH, 2);
    float[] one = predict(ours, fresh);
    float[] other = predict(theirs, fresh);
    double mean = IntStream.range(0, FRESH).mapToDouble(i -> one[i]).average().orElseThrow();
    double squares = 0;
    double spread = 0;
    for (int i = 0; i < FRESH; i++) {
      squares += (one[i] - other[i]) * (one[i] - other[i]);
      spread += (one[i] - mean) * (one[i] - mean);
    }
    return Math.sqrt(squares / spread);
  }

  private static float[] predict(byte[] file, FlatRows rows) {
    BoostedModel model = new ModelReader().read(file);
    Evaluator evaluator = new Evaluator(model);
    float[] predicted = new float[rows.size()];
    evaluator.predict(rows.features(), rows.size(), evaluator.newScratch(), predicted);
    return predicted;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void write(Path file, float[] values) throws IOException {
    try (OutputStream stream = Files.newOutputStream(file);
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream, 1 << 20))) {
      for (float value : values) {
        out.writeFloat(value);
      }
    }
  }
}
