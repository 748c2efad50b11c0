package io.adaptivelb.admin;

import io.adaptivelb.api.Problem.FieldError;
import io.adaptivelb.models.RefusedImport;
import io.adaptivelb.registry.RegistryException;

/** What a refusal of the model registry is in HTTP. */
final class ModelProblems {
  private ModelProblems() {}

  static ProblemException of(RegistryException e) {
    String detail = String.valueOf(e.getMessage());
    return switch (e.reason()) {
      case UNKNOWN_VERSION -> new ProblemException(404, "unknown_version", detail);
      case ILLEGAL_TRANSITION -> new ProblemException(409, "illegal_transition", detail);
      case LOCKED -> new ProblemException(409, "registry_locked", detail);
      case REFUSED -> new ProblemException(422, "model_refused", detail);
      case DAMAGED -> new ProblemException(503, "model_damaged", detail);
      case HISTORY_DAMAGED -> new ProblemException(503, "history_damaged", detail);
      case IO -> new ProblemException(503, "registry_unavailable", detail);
    };
  }

  /** Every reason is one of the errors. */
  static ProblemException of(RefusedImport e) {
    String detail = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case TOO_LARGE -> new ProblemException(413, "model_too_large", detail);
      case MALFORMED -> new ProblemException(400, "malformed_model", detail);
      case REFUSED ->
        new ProblemException(
            422,
            "model_refused",
            detail,
            e.reasons().stream().map(reason -> new FieldError("model", reason)).toList());
    };
  }
}
