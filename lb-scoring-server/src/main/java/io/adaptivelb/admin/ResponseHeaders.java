package io.adaptivelb.admin;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.Map;

/** Tells browsers to do as little as possible with our answers; a resource may say otherwise. */
final class ResponseHeaders implements ContainerResponseFilter {
  private static final Map<String, String> HEADERS = Map.of(
      "X-Content-Type-Options", "nosniff",
      "X-Frame-Options", "DENY",
      "Referrer-Policy", "no-referrer",
      "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
      "Cross-Origin-Resource-Policy", "same-origin",
      "Cache-Control", "no-store");

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    HEADERS.forEach((name, value) -> {
      if (!response.getHeaders().containsKey(name)) {
        response.getHeaders().add(name, value);
      }
    });
  }
}
