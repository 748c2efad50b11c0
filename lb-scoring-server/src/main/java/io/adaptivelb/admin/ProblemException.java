package io.adaptivelb.admin;

import io.adaptivelb.api.Problem;
import io.adaptivelb.api.Problem.FieldError;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/** A call that cannot be answered as asked; becomes a {@link Problem}. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final transient List<FieldError> errors;

  ProblemException(int status, String code, String detail) {
    this(status, code, detail, List.of());
  }

  ProblemException(int status, String code, String detail, List<FieldError> errors) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.errors = List.copyOf(errors);
  }

  int status() {
    return status;
  }

  Response toResponse() {
    return response(status, code, String.valueOf(getMessage()), errors);
  }

  static Response response(int status, String code, String detail, List<FieldError> errors) {
    String title = Optional.ofNullable(Response.Status.fromStatusCode(status))
        .map(Response.Status::getReasonPhrase)
        .orElse("Error");
    Problem problem = new Problem(
        "urn:adaptivelb:problem:" + code,
        title,
        status,
        code,
        detail,
        errors.isEmpty() ? null : errors);
    return Response.status(status).type(Problem.MEDIA_TYPE).entity(problem).build();
  }
}
