package io.adaptivelb.rollout;

/** What a tick of a rollout says. */
public sealed interface Decision {
  /** For people: the figures that it rests on. */
  String reason();

  /**
   * Nothing changes.
   *
   * @param reason what is being waited for
   */
  record Hold(String reason) implements Decision {}

  /**
   * The next step may be taken.
   *
   * @param to the blend
   * @param reason what was seen at the present one
   */
  record Advance(Blend to, String reason) implements Decision {}

  /**
   * The canary may become the active model.
   *
   * @param reason what was seen at 100 %
   */
  record Promote(String reason) implements Decision {}

  /**
   * The canary must lose its traffic now.
   *
   * @param guardrail which
   * @param logEvidence natural logarithm of the evidence against it; 0 where its time or its own record ended it
   * @param reason the figures
   */
  record RollBack(Guardrail guardrail, double logEvidence, String reason) implements Decision {}
}
