package io.adaptivelb.boosting;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** A model that XGBoost itself trained and scores: what the tests compare with. */
final class NativeModel {
  final Booster booster;
  final int features;

  private NativeModel(Booster booster, int features) {
    this.booster = booster;
    this.features = features;
  }

  /** A machine without the library fails the tests, and says what it lacks. */
  private static void requireNative() {
    try {
      new DMatrix(new float[] {0}, 1, 1, Float.NaN).dispose();
    } catch (LinkageError | XGBoostError missing) {
      throw new AssertionError(
          "xgboost4j's native library does not load; it needs glibc and libgomp.so.1 (Debian: apt-get install libgomp1)",
          missing);
    }
  }

  /** Trains on rows of {@link #rows} with labels of {@link #label}. */
  static NativeModel train(
      Map<String, Object> parameters, int rounds, int features, double missing, long seed) {
    Random random = new Random(seed);
    int count = 3_000;
    float[] rows = rows(random, count, features, missing);
    float[] labels = new float[count];
    boolean whole = String.valueOf(parameters.get("objective")).contains("poisson");
    boolean share = String.valueOf(parameters.get("objective")).contains("logistic");
    for (int row = 0; row < count; row++) {
      double label = label(rows, row * features, features) + 0.3 * random.nextGaussian();
      labels[row] =
          share ? (label > 0.5 ? 1 : 0) : whole ? Math.round(Math.abs(label) * 3) : (float) label;
    }
    return train(parameters, rounds, rows, labels, features);
  }

  static NativeModel train(
      Map<String, Object> parameters, int rounds, float[] rows, float[] labels, int features) {
    requireNative();
    Map<String, Object> all =
        new HashMap<>(Map.of("nthread", 1, "seed", 1, "tree_method", "hist", "verbosity", 0));
    all.putAll(parameters);
    try {
      DMatrix data = new DMatrix(rows, rows.length / features, features, Float.NaN);
      data.setLabel(labels);
      Booster booster = XGBoost.train(data, all, rounds, Map.of(), null, null);
      data.dispose();
      return new NativeModel(booster, features);
    } catch (XGBoostError failed) {
      throw new AssertionError(failed);
    }
  }

  /** Values of many magnitudes, of which a share is missing. */
  static float[] rows(Random random, int count, int features, double missing) {
    float[] rows = new float[count * features];
    for (int i = 0; i < rows.length; i++) {
      double value = switch (i % features % 4) {
        case 0 -> random.nextGaussian();
        case 1 -> random.nextInt(10) - 5;
        case 2 -> Math.exp(3 * random.nextGaussian());
        default -> random.nextDouble() < 0.3 ? -0.0 : random.nextDouble();
      };
      rows[i] = random.nextDouble() < missing ? Float.NaN : (float) value;
    }
    return rows;
  }

  private static double label(float[] rows, int start, int features) {
    double label = 0;
    for (int i = 0; i < features; i++) {
      float value = rows[start + i];
      label += Float.isNaN(value) ? 0.4 : Math.sin(value * (i + 1)) / (i + 1);
    }
    return label;
  }

  byte[] file(String format) {
    try {
      return booster.toByteArray(format);
    } catch (XGBoostError failed) {
      throw new AssertionError(failed);
    }
  }

  BoostedModel read() {
    return new ModelReader().read(file("ubj"));
  }

  /** Row after row, output after output, as {@link Evaluator} gives them. */
  float[] predict(float[] rows, boolean margins) {
    return flat(rows, data -> booster.predict(data, margins));
  }

  /** Row after row, output after output, a value a feature and the bias. */
  float[] contributions(float[] rows) {
    return flat(rows, data -> booster.predictContrib(data, 0));
  }

  private float[] flat(float[] rows, Prediction prediction) {
    try {
      DMatrix data = new DMatrix(rows, rows.length / features, features, Float.NaN);
      float[][] results = prediction.of(data);
      data.dispose();
      float[] flat = new float[results.length * results[0].length];
      for (int row = 0; row < results.length; row++) {
        System.arraycopy(results[row], 0, flat, row * results[row].length, results[row].length);
      }
      return flat;
    } catch (XGBoostError failed) {
      throw new AssertionError(failed);
    }
  }

  private interface Prediction {
    float[][] of(DMatrix data) throws XGBoostError;
  }

  static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }
}
