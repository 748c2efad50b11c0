package io.adaptivelb.api;

import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.Rung;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an endpoint has its weight.
 *
 * @param cluster its cluster
 * @param endpoint {@code host:port}
 * @param time of the snapshot that is explained
 * @param version of the snapshot that is explained
 * @param weight the published weight
 * @param status what proxies are told
 * @param rung where the weight comes from
 * @param scores absent when it could not be scored
 * @param unscoredReason why there are no scores
 * @param contributions add up to the weight exactly; in the order in which they were applied
 * @param override the override that won, with who, why and until when
 * @param forecast what a model foretells; absent where no forecast changed the weight
 * @param counterfactuals what the weight would be if one thing were different
 */
public record ExplanationDocument(
    String cluster,
    String endpoint,
    Instant time,
    long version,
    int weight,
    HealthStatus status,
    Rung rung,
    @Nullable Scores scores,
    @Nullable String unscoredReason,
    List<Explanation.Contribution> contributions,
    @Nullable OverrideDocument override,
    Explanation.@Nullable Foretold forecast,
    List<Explanation.Counterfactual> counterfactuals) {
  /** Copies the lists. */
  public ExplanationDocument {
    contributions = List.copyOf(contributions);
    counterfactuals = List.copyOf(counterfactuals);
  }

  /** The document of an explanation. */
  public static ExplanationDocument of(Explanation why, @Nullable OverrideDocument override) {
    return new ExplanationDocument(
        why.cluster().value(),
        why.endpoint().toString(),
        why.time(),
        why.version(),
        why.weight(),
        why.status(),
        why.rung(),
        Scores.of(why.score()),
        Scores.reason(why.score()),
        why.contributions(),
        override,
        why.forecast().orElse(null),
        why.counterfactuals());
  }
}
