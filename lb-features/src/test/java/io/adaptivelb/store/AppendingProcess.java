package io.adaptivelb.store;

import io.adaptivelb.telemetry.Samples;
import io.adaptivelb.telemetry.TelemetrySample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that appends until it is killed, and says after each append how many samples are acknowledged. Sample {@code n}
 * has {@code n} successes and ends {@code n} milliseconds after {@link Samples#NOW}.
 */
public final class AppendingProcess {
  private static final int BATCH = 50;

  private AppendingProcess() {}

  /**
   * Appends for ever.
   *
   * @param arguments the store's folder; the number of the first sample
   */
  public static void main(String[] arguments) {
    FeatureStore store = FeatureStore.open(Path.of(arguments[0]), StoreSettings.DEFAULTS);
    int next = Integer.parseInt(arguments[1]);
    while (true) {
      List<TelemetrySample> batch = new ArrayList<>(BATCH);
      for (int i = 0; i < BATCH; i++) {
        batch.add(sample(next++));
      }
      store.append(batch);
      System.out.println(next);
    }
  }

  static TelemetrySample sample(int number) {
    return Samples.ofEndpoint()
        .time(Samples.NOW.plusMillis(number), Duration.ofSeconds(5))
        .outcomes(number, 0, 0, 0, 0)
        .latency(0.02, 5)
        .sample();
  }
}
