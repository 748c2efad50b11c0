package io.adaptivelb.admin;

import io.adaptivelb.auth.Principal;
import io.adaptivelb.auth.Role;
import io.adaptivelb.auth.TokenVerifier;
import io.adaptivelb.auth.TokenVerifier.Granted;
import io.adaptivelb.auth.TokenVerifier.Reason;
import io.adaptivelb.auth.TokenVerifier.Refused;
import io.adaptivelb.ledger.Actor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks every call for its token, and for a role that suffices for its method: viewers read, operators change, unless the
 * method or its class {@link Needs} another. Resources marked {@link Open} are for everybody.
 */
final class AccessFilter implements ContainerRequestFilter {
  private static final String CALLER = AccessFilter.class.getName();

  private final TokenVerifier tokens;

  @Context
  private @Nullable HttpServletRequest servlet;

  @Context
  private @Nullable ResourceInfo resource;

  AccessFilter(TokenVerifier tokens) {
    this.tokens = tokens;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (resource != null
        && resource.getResourceClass() != null
        && resource.getResourceClass().isAnnotationPresent(Open.class)) {
      return;
    }
    String peer = servlet == null ? "unknown" : servlet.getRemoteAddr();
    switch (tokens.verify(request.getHeaderString(HttpHeaders.AUTHORIZATION), peer)) {
      case Refused refused -> request.abortWith(refusal(refused));
      case Granted granted -> {
        Principal principal = granted.principal();
        requireRole(principal, needed(request.getMethod()));
        String agent = request.getHeaderString(HttpHeaders.USER_AGENT);
        String origin = "rest %s %s".formatted(peer, agent == null ? "" : agent).strip();
        request.setProperty(CALLER, new Caller(principal, new Actor(principal.name(), origin)));
      }
    }
  }

  /** Who calls; to be asked in resources that are not open. */
  static Caller caller(ContainerRequestContext request) {
    if (request.getProperty(CALLER) instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("the access filter did not see this request");
  }

  private Role needed(String method) {
    if (method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS")) {
      return Role.VIEWER;
    }
    if (resource == null || resource.getResourceMethod() == null) {
      return Role.OPERATOR;
    }
    Needs own = resource.getResourceMethod().getAnnotation(Needs.class);
    Needs shared = resource.getResourceClass().getAnnotation(Needs.class);
    return own != null ? own.value() : shared != null ? shared.value() : Role.OPERATOR;
  }

  private static void requireRole(Principal principal, Role needed) {
    if (!principal.role().includes(needed)) {
      throw new ProblemException(
          403,
          "role_too_low",
          "%s is %s %s; this takes the role %s"
              .formatted(
                  principal.name(),
                  principal.role() == Role.OPERATOR ? "an" : "a",
                  lower(principal.role()),
                  lower(needed)));
    }
  }

  private static Response refusal(Refused refused) {
    boolean limited = refused.reason() == Reason.LIMITED;
    Response problem = ProblemException.response(
        limited ? 429 : 401, "token_" + lower(refused.reason()), refused.message(), List.of());
    Response.ResponseBuilder builder = Response.fromResponse(problem);
    return limited
        ? builder.header(HttpHeaders.RETRY_AFTER, 60).build()
        : builder.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer").build();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Who calls, as a person with a role and as the audit log names it.
   *
   * @param principal with the role
   * @param actor for the audit log
   */
  record Caller(Principal principal, Actor actor) {}

  /** Marks the changes that another role than an operator may make. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface Needs {
    /** The least role. */
    Role value();
  }

  /** Marks resources that need no token. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface Open {}
}
