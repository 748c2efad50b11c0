package io.adaptivelb.boosting;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.DoubleAdder;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * The evaluator against XGBoost's own {@code predict}, on the same model (200 trees of depth 6, 40 features, a tenth of the values
 * missing) and rows, in turns: {@code ./lb bench Evaluator}. Both compute on the calling thread alone, whose processor time
 * is taken, so that what else the machine does counts less. Native is a matrix made of the rows, {@code predict()} and its
 * disposal, which is what scoring new rows takes; the target for many rows is against {@code predict()} alone. Then 100,000 endpoints through six such models on two threads, by the clock on the wall, and the
 * process's memory over a million predictions. Exits with 1 when a target is missed.
 */
public final class EvaluatorBenchmark {
  private static final int FEATURES = 40;
  private static final int TREES = 200;
  private static final int ROWS = 50_000;
  private static final int ENDPOINTS = 100_000;
  private static final int HEADS = 6;
  private static final int ROUNDS = 9;
  private static final Map<String, Object> PARAMETERS =
      Map.of("objective", "reg:squarederror", "max_depth", 6, "eta", 0.1, "nthread", 1);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static double scoreSum;
  private static boolean missed;

  private EvaluatorBenchmark() {}

  /** Prints the figures. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, XGBoostError {
    NativeModel trained = NativeModel.train(PARAMETERS, TREES, FEATURES, 0.1, 1);
    BoostedModel model = trained.read();
    int nodes = model.trees().stream().mapToInt(Tree::nodes).sum();
    System.out.printf(
        "%d trees, %d nodes, %d features; load average %s%n",
        model.trees().size(), nodes, FEATURES, load());
    float[] rows = NativeModel.rows(new Random(2), ROWS, FEATURES, 0.1);
    Evaluator evaluator = new Evaluator(model);
    compare(trained, evaluator, rows, 1, 2_000, 20);
    compare(trained, evaluator, rows, 64, 300, 0);
    compare(trained, evaluator, rows, ROWS, 1, 1);
    heads();
    memory(evaluator, rows);
    // Read, so that no compiler leaves the work out.
    System.out.printf("(sum of all scores: %.1f)%n", scoreSum);
    System.exit(missed ? 1 : 0);
  }

  /** Medians over rounds in which all score the same rows, one after the other. */
  private static void compare(
      NativeModel trained, Evaluator evaluator, float[] rows, int count, int repeats, double target)
      throws XGBoostError {
    float[][] parts = new float[repeats][];
    for (int i = 0; i < repeats; i++) {
      int from = i % (ROWS / count) * count * FEATURES;
      parts[i] = Arrays.copyOfRange(rows, from, from + count * FEATURES);
    }
    float[] results = new float[count];
    Evaluator.Scratch scratch = evaluator.newScratch();
    List<List<Double>> micros =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      // Native keeps the predictions of a matrix: each must be a new one.
      DMatrix[] matrices = new DMatrix[repeats];
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < repeats; i++) {
        matrices[i] = new DMatrix(parts[i], count, FEATURES, Float.NaN);
      }
      long converted = THREADS.getCurrentThreadCpuTime();
      for (DMatrix matrix : matrices) {
        scoreSum += trained.booster.predict(matrix)[count - 1][0];
      }
      long predicted = THREADS.getCurrentThreadCpuTime();
      for (DMatrix matrix : matrices) {
        matrix.dispose();
      }
      long disposed = THREADS.getCurrentThreadCpuTime();
      for (float[] part : parts) {
        scoreSum += trained.booster.inplace_predict(part, count, FEATURES, Float.NaN)[count - 1][0];
      }
      long inPlace = THREADS.getCurrentThreadCpuTime();
      for (float[] part : parts) {
        evaluator.predict(part, count, scratch, results);
        scoreSum += results[count - 1];
      }
      long own = THREADS.getCurrentThreadCpuTime();
      if (round >= 0) {
        micros.get(0).add((disposed - start) * 1e-3 / repeats);
        micros.get(1).add((predicted - converted) * 1e-3 / repeats);
        micros.get(2).add((inPlace - disposed) * 1e-3 / repeats);
        micros.get(3).add((own - inPlace) * 1e-3 / repeats);
      }
    }
    double own = median(micros.get(3));
    double[] ratio = micros.stream().mapToDouble(it -> median(it) / own).toArray();
    report(
        "%,6d row(s): evaluator %,.2f µs; native %,.1f µs, %.1f times that (predict() alone %.1f, inplace_predict() %.1f)"
            .formatted(count, own, median(micros.get(0)), ratio[0], ratio[1], ratio[2]),
        count == 1 ? ratio[0] : ratio[1],
        target);
  }

  private static void heads() throws InterruptedException {
    List<Evaluator> evaluators = new ArrayList<>();
    for (int head = 0; head < HEADS; head++) {
      evaluators.add(new Evaluator(
          NativeModel.train(PARAMETERS, TREES, FEATURES, 0.1, 10 + head).read()));
    }
    int half = ENDPOINTS / 2;
    float[] rows = NativeModel.rows(new Random(3), half, FEATURES, 0.1);
    List<Double> seconds = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    for (int round = -3; round < ROUNDS; round++) {
      DoubleAdder used = new DoubleAdder();
      long start = System.nanoTime();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        threads.add(Thread.ofPlatform().start(() -> {
          float[] results = new float[half];
          for (Evaluator evaluator : evaluators) {
            evaluator.predict(rows, half, evaluator.newScratch(), results);
          }
          used.add(THREADS.getCurrentThreadCpuTime() * 1e-9);
        }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      if (round >= 0) {
        seconds.add((System.nanoTime() - start) * 1e-9);
        processor.add(used.sum());
      }
    }
    double median = median(seconds);
    report(
        "%,d endpoints through %d heads on two threads: %.3f s, %.3f s of processor time together (medians of %d)"
            .formatted(ENDPOINTS, HEADS, median, median(processor), ROUNDS),
        1 / median,
        1);
  }

  private static void memory(Evaluator evaluator, float[] rows) throws IOException {
    Evaluator.Scratch scratch = evaluator.newScratch();
    float[] row = new float[FEATURES];
    float[] result = new float[1];
    System.gc();
    long first = 0;
    long largest = 0;
    long allocated = 0;
    for (int i = 0; i <= 1_100_000; i++) {
      if (i == 100_000) {
        first = residentKib();
        largest = first;
        allocated = THREADS.getCurrentThreadAllocatedBytes();
      } else if (i == 1_100_000) {
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        largest = Math.max(largest, residentKib());
      }
      System.arraycopy(rows, i % ROWS * FEATURES, row, 0, FEATURES);
      evaluator.predict(row, 1, scratch, result);
      scoreSum += result[0];
    }
    report(
        "1,000,000 predictions of one row: resident memory grows by %,d KiB from %,d KiB, %,d bytes allocated"
            .formatted(largest - first, first, allocated),
        largest - first < 4_096 && allocated < 100_000 ? 1 : 0,
        1);
  }

  private static long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static String load() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void report(String text, double value, double target) {
    boolean met = value >= target;
    missed |= !met;
    System.out.println(text
        + (target == 0
            ? ""
            : met ? "; target met" : String.format(Locale.ROOT, "; target %.2f MISSED", target)));
  }
}
