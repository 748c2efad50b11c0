package io.adaptivelb.admin;

import io.adaptivelb.ledger.LedgerFull;
import io.adaptivelb.ledger.LedgerUnavailable;
import io.adaptivelb.models.RefusedImport;
import io.adaptivelb.registry.RegistryException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a problem document of everything that goes wrong; what nobody foresaw is logged, and its cause not told. */
final class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

  @Override
  public Response toResponse(Throwable error) {
    return switch (error) {
      case ProblemException problem -> problem.toResponse();
      case LedgerUnavailable unavailable ->
        ProblemException.response(
            503, "ledger_unavailable", String.valueOf(unavailable.getMessage()), List.of());
      case LedgerFull full ->
        ProblemException.response(
            409, "too_many_overrides", String.valueOf(full.getMessage()), List.of());
      case RegistryException registry -> ModelProblems.of(registry).toResponse();
      case RefusedImport refused -> ModelProblems.of(refused).toResponse();
      case WebApplicationException http -> http(http);
      default -> unexpected(error);
    };
  }

  private static Response http(WebApplicationException http) {
    Response given = http.getResponse();
    int status = given.getStatus();
    if (status >= 500) {
      return unexpected(http);
    }
    String name =
        given.getStatusInfo().getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '_');
    String detail = switch (status) {
      case 404 -> "there is nothing at this path; GET /openapi.json lists the paths";
      case 405 -> "this path does not take that method; it takes " + given.getAllowedMethods();
      case 406 -> "answers are application/json; the Accept header asks for something else";
      case 415 -> "the body must be application/json, or application/zip where a model is imported";
      default -> given.getStatusInfo().getReasonPhrase();
    };
    Response problem = ProblemException.response(status, name, detail, List.of());
    return Response.fromResponse(problem).allow(given.getAllowedMethods()).build();
  }

  private static Response unexpected(Throwable error) {
    String incident = UUID.randomUUID().toString();
    LOG.error("admin API, incident {}", incident, error);
    return ProblemException.response(
        500,
        "internal",
        "the server failed; its log has more under incident " + incident,
        List.of());
  }
}
