package io.adaptivelb.heads;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.parquet.DataSchema;
import io.adaptivelb.parquet.DataSetWriter;
import io.adaptivelb.parquet.ExampleRows;
import io.adaptivelb.prediction.Aftermath;
import io.adaptivelb.prediction.Example;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Examples whose rule is known, whatever the schema: its first feature drives service demand, its second the cores, planned load and the first
 * one latencies, the third failures. Requests are Pareto distributed, so that the quantiles of a tick follow from its median.
 */
public final class SyntheticFleet {
  static final Instant BEGIN = Instant.parse("2026-11-25T00:00:00Z");
  private static final double TAIL = 0.3;

  private final int clusters;
  private final int endpoints;
  private final int ticks;
  private final double signal;
  private final String name;

  /** A fleet; with a signal of 0 nothing can be learned. */
  public SyntheticFleet(int clusters, int endpoints, int ticks, double signal) {
    this(clusters, endpoints, ticks, signal, "cluster");
  }

  private SyntheticFleet(int clusters, int endpoints, int ticks, double signal, String name) {
    this.name = name;
    this.clusters = clusters;
    this.endpoints = endpoints;
    this.ticks = ticks;
    this.signal = signal;
  }

  /** The same, whose clusters' names begin otherwise. */
  public SyntheticFleet named(String other) {
    return new SyntheticFleet(clusters, endpoints, ticks, signal, other);
  }

  /** Its examples in a table. */
  public ExampleTable table(long seed) {
    ExampleTable table = new ExampleTable(FeatureSchema.CURRENT);
    examples(seed, table::add);
    return table;
  }

  /** Writes its examples as a data set. */
  public Path write(Path folder, long seed) {
    try (DataSetWriter writer =
        DataSetWriter.open(folder, DataSchema.ofExamples(), "synthetic, seed " + seed)) {
      examples(seed, ExampleRows.to(writer));
      writer.finish();
    }
    return folder;
  }

  /** Its examples, a tick every five seconds, in the order of time. */
  void examples(long seed, Consumer<Example> sink) {
    FeatureSchema schema = FeatureSchema.CURRENT;
    int planned = schema.index(FeatureSchema.PLANNED_UTILISATION).orElseThrow();
    SplittableRandom random = new SplittableRandom(seed);
    for (int tick = 0; tick < ticks; tick++) {
      for (int cluster = 0; cluster < clusters; cluster++) {
        for (int endpoint = 0; endpoint < endpoints; endpoint++) {
          float[] row = new float[schema.size()];
          for (int i = 0; i < row.length; i++) {
            row[i] = i > 2 && random.nextInt(20) == 0 ? Float.NaN : (float) random.nextGaussian();
          }
          row[planned] = random.nextFloat();
          sink.accept(new Example(
              BEGIN.plusSeconds(5L * tick),
              new ClusterId(name + cluster),
              new EndpointId("endpoint" + endpoint, 80),
              schema.vector(row),
              aftermath(row, row[planned], random)));
        }
      }
    }
  }

  private Aftermath aftermath(float[] row, double planned, SplittableRandom random) {
    double median =
        -0.4 + signal * (0.4 * Math.max(0, row[0]) + 0.5 * planned) + 0.2 * random.nextGaussian();
    boolean fails = random.nextDouble() < 1 / (1 + Math.exp(3 - signal * 1.5 * row[2]));
    return new Aftermath(
        (float) (signal * 0.3 * row[0] + 0.1 * random.nextGaussian()),
        (float) (signal * -0.5 * Math.max(0, row[1]) + 0.1 * random.nextGaussian()),
        (float) median,
        (float) (median + TAIL * Math.log(5)),
        random.nextInt(10) == 0 ? Float.NaN : (float) (median + TAIL * Math.log(50)),
        fails ? 1 : 0);
  }
}
