package io.adaptivelb.rollout;

import java.util.Locale;

/** What ends a rollout by itself. */
public enum Guardrail {
  /** More of the canary's requests are slower than the others' p99. */
  LATENCY,
  /** More of the canary's requests fail. */
  ERRORS,
  /** The canary's weights keep moving. */
  CHURN,
  /** What it predicts costs more than it saves, whether weights followed it or not. */
  SKILL,
  /** It neither failed nor got through in the time that it has. */
  STALLED;

  /** One word, as in the history: {@code latency}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
