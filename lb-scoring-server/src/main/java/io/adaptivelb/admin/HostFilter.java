package io.adaptivelb.admin;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a web page made: by the name of another host (DNS rebinding, which could also read), or from
 * another origin (which could change).
 */
@PreMatching
final class HostFilter implements ContainerRequestFilter {
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

  private final AdminLimits settings;

  HostFilter(AdminLimits settings) {
    this.settings = settings;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String host = request.getUriInfo().getBaseUri().getHost();
    if (settings.loopbackOnly() && !isThisMachine(host)) {
      throw new ProblemException(
          421,
          "wrong_host",
          "this server answers as localhost or by its loopback address, not as %s"
              .formatted(Fields.quote(String.valueOf(host))));
    }
    if (!SAFE_METHODS.contains(request.getMethod())) {
      requireSameOrigin(request);
    }
  }

  private static void requireSameOrigin(ContainerRequestContext request) {
    String site = request.getHeaderString("Sec-Fetch-Site");
    String origin = request.getHeaderString("Origin");
    String own = request.getUriInfo().getBaseUri().getAuthority();
    boolean foreignSite = site != null && !site.equals("same-origin") && !site.equals("none");
    boolean foreignOrigin =
        origin != null && !origin.replaceFirst("^https?://", "").equals(own);
    if (foreignSite || foreignOrigin) {
      throw new ProblemException(
          403, "cross_site", "a web page of another site must not change anything here");
    }
  }

  private boolean isThisMachine(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.matches("127(\\.\\d{1,3}){3}")
        || name.equals("[::1]")
        || name.equals("[0:0:0:0:0:0:0:1]")
        || settings.allowedHosts().contains(name);
  }
}
