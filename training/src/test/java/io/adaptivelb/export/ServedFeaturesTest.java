package io.adaptivelb.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.capacity.Estimated;
import io.adaptivelb.capacity.EstimationSettings;
import io.adaptivelb.capacity.Estimator;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.parquet.DataSchema;
import io.adaptivelb.parquet.DataSet;
import io.adaptivelb.parquet.DataSetWriter;
import io.adaptivelb.prediction.ExampleMaker;
import io.adaptivelb.replay.RecordedRun;
import io.adaptivelb.replay.StoredTelemetry;
import io.adaptivelb.store.FeatureStore;
import io.adaptivelb.store.StoreSettings;
import io.adaptivelb.weights.Rung;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model is taught with is what it is asked with: the same telemetry makes the same bits. */
class ServedFeaturesTest {
  @TempDir
  private Path folder;

  @Test
  void exportOfRecordedTelemetry_hasTheFeaturesThatWereServed_bitForBit() throws IOException {
    Map<String, float[]> served = new HashMap<>();
    Path data = folder.resolve("telemetry");
    try (FeatureStore store = FeatureStore.open(data, StoreSettings.DEFAULTS)) {
      RecordedRun.play(
          RecordedRun.scenario(folder),
          store,
          (cluster, settings) -> new Serving(cluster, settings, served));
    }
    Path set = folder.resolve("set");
    try (StoredTelemetry telemetry = StoredTelemetry.open(folder)) {
      StoreSource source =
          new StoreSource(telemetry, List.of(), Instant.MIN, Instant.MAX, ControlSettings.DEFAULTS);
      try (DataSetWriter writer = DataSetWriter.open(set, source.schema(), source.description())) {
        source.play(writer.last(), writer, share -> {});
        writer.finish();
      }
    }
    // Known only afterwards, so serving cannot have had it.
    int planned = FeatureSchema.CURRENT.index(FeatureSchema.PLANNED_UTILISATION).orElseThrow();
    int[] rows = new int[1];
    DataSet.open(set, DataSchema.ofExamples())
        .forEach((time, cluster, endpoint, features, targets) -> {
          float[] then = served.getOrDefault(time + " " + cluster + " " + endpoint, new float[0]);
          assertThat(then).as("served to %s at %s", endpoint, time).hasSameSizeAs(features);
          for (int i = 0; i < features.length; i++) {
            if (i != planned) {
              assertThat(Float.floatToRawIntBits(features[i]))
                  .as(
                      "%s of %s at %s",
                      FeatureSchema.CURRENT.definitions().get(i).name(), endpoint, time)
                  .isEqualTo(Float.floatToRawIntBits(then[i]));
            }
          }
          rows[0]++;
        });
    assertThat(rows[0]).isGreaterThan(150);
  }

  /** As an estimator with a model computes them, and keeps what the model would be asked. */
  private static final class Serving implements Estimator {
    private final ClusterId cluster;
    private final ExampleMaker maker;
    private final Map<String, float[]> served;

    Serving(ClusterId cluster, EstimationSettings settings, Map<String, float[]> served) {
      this.cluster = cluster;
      this.maker = new ExampleMaker(cluster, settings);
      this.served = served;
    }

    @Override
    public Rung rung() {
      return Rung.ANALYTIC;
    }

    @Override
    public void learn(Collection<EndpointObservation> tick, Instant now) {
      maker.tick(tick, now);
      maker
          .features()
          .forEach((endpoint, features) ->
              served.put(now + " " + cluster + " " + endpoint, features.toArray()));
    }

    @Override
    public Estimated estimate(EndpointId endpoint) {
      return maker.estimate(endpoint);
    }

    @Override
    public void retain(Collection<EndpointId> members) {
      maker.retain(members);
    }
  }
}
