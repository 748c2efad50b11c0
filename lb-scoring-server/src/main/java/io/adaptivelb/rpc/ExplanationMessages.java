package io.adaptivelb.rpc;

import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.table.WeightMessages;
import io.adaptivelb.v1.Contribution;
import io.adaptivelb.v1.Counterfactual;
import io.adaptivelb.v1.Forecast;
import io.adaptivelb.v1.WeightExplanation;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.WeightSnapshot;
import java.util.Optional;
import java.util.Set;

/** Translates explanations to their messages on the wire. */
final class ExplanationMessages {
  private ExplanationMessages() {}

  /** An explanation; locality, rails and override come from the snapshot's line of the endpoint. */
  static WeightExplanation toMessage(Explanation explanation, WeightSnapshot snapshot) {
    WeightExplanation.Builder message = WeightExplanation.newBuilder()
        .setCluster(explanation.cluster().value())
        .setVersion(explanation.version())
        .setTime(WeightMessages.toMessage(explanation.time()))
        .setRung(WeightMessages.toMessage(explanation.rung()));
    Optional<EndpointWeight> line = snapshot.find(explanation.endpoint());
    message.setEndpoint(WeightMessages.toMessage(new EndpointWeight(
        line.map(EndpointWeight::endpoint)
            .orElseGet(() -> io.adaptivelb.domain.Endpoint.of(explanation.endpoint())),
        explanation.weight(),
        line.map(EndpointWeight::computed).orElse(explanation.weight()),
        explanation.status(),
        explanation.score(),
        line.map(EndpointWeight::rails).orElse(Set.of()),
        line.flatMap(EndpointWeight::overrideId))));
    for (Explanation.Contribution contribution : explanation.contributions()) {
      message.addContributions(Contribution.newBuilder()
          .setKind(toMessage(contribution.kind()))
          .setName(contribution.name())
          .setReason(contribution.reason())
          .setWeightUnits(contribution.weightUnits()));
    }
    for (Explanation.Counterfactual counterfactual : explanation.counterfactuals()) {
      message.addCounterfactuals(Counterfactual.newBuilder()
          .setCondition(counterfactual.condition())
          .setWeight(counterfactual.weight()));
    }
    explanation
        .forecast()
        .ifPresent(foretold -> message.setForecast(Forecast.newBuilder()
            .setModel(foretold.model())
            .setTrust(foretold.trust())
            .setDemandFactor(foretold.demandFactor())
            .setCoresFactor(foretold.coresFactor())
            .setFailure(foretold.failure())));
    return message.build();
  }

  private static Contribution.Kind toMessage(Explanation.Kind kind) {
    return switch (kind) {
      case FAIR_SHARE -> Contribution.Kind.KIND_FAIR_SHARE;
      case ESTIMATE -> Contribution.Kind.KIND_ESTIMATE;
      case FORECAST -> Contribution.Kind.KIND_FORECAST;
      case RAIL -> Contribution.Kind.KIND_RAIL;
      case OVERRIDE -> Contribution.Kind.KIND_OVERRIDE;
      case ROUNDING -> Contribution.Kind.KIND_ROUNDING;
    };
  }
}
