package io.adaptivelb.parquet;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.prediction.Aftermath;
import io.adaptivelb.prediction.Example;
import io.adaptivelb.prediction.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Examples as rows of {@link DataSchema#ofExamples}, and back. */
public final class ExampleRows {
  private ExampleRows() {}

  /** Takes examples and passes rows on. */
  public static Consumer<Example> to(RowSink sink) {
    Target[] targets = Target.values();
    float[] outcomes = new float[targets.length];
    return example -> {
      for (int i = 0; i < targets.length; i++) {
        outcomes[i] = example.aftermath().of(targets[i]);
      }
      sink.row(
          example.time(),
          example.cluster().value(),
          example.endpoint().toString(),
          example.features().toArray(),
          outcomes);
    };
  }

  /**
   * Takes rows and passes examples on.
   *
   * @return throws {@link IllegalArgumentException} when a row breaks the rules of an example
   */
  public static RowSink from(Consumer<? super Example> sink) {
    Map<String, ClusterId> clusters = new HashMap<>();
    Map<String, EndpointId> endpoints = new HashMap<>();
    return (time, cluster, endpoint, features, targets) -> sink.accept(new Example(
        time,
        clusters.computeIfAbsent(cluster, ClusterId::new),
        endpoints.computeIfAbsent(endpoint, EndpointId::parse),
        FeatureSchema.CURRENT.vector(features),
        new Aftermath(targets)));
  }
}
