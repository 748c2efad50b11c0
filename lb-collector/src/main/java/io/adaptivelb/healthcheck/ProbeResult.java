package io.adaptivelb.healthcheck;

import io.adaptivelb.failure.SourceFailure;

/** How one check ended. */
public sealed interface ProbeResult {
  /** The endpoint serves. */
  record Passed(String reason) implements ProbeResult {}

  /** It does not, or did not answer. */
  record Failed(SourceFailure failure) implements ProbeResult {}
}
