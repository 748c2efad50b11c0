package io.adaptivelb.admin;

import io.adaptivelb.api.Json;
import io.adaptivelb.api.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Makes a problem document of what Jetty refuses before it reaches a resource: a path or a header that cannot be read. */
final class ProblemPages extends ErrorHandler {
  /** What Jetty calls the path of a request whose first line or headers it could not read. */
  private static final String UNREADABLE = "/badMessage";

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback)
      throws IOException {
    String title = String.valueOf(HttpStatus.getMessage(status));
    String path = request.getHttpURI().getPathQuery();
    Problem problem = new Problem(
        "urn:adaptivelb:problem:" + code(title),
        title,
        status,
        code(title),
        "%s: %s".formatted(what(path), rule(status, title, message)),
        null);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.write(true, ByteBuffer.wrap(Json.MAPPER.writeValueAsBytes(problem)), callback);
  }

  private static String what(@Nullable String path) {
    return path == null || path.equals(UNREADABLE) ? "the request" : Fields.quote(path);
  }

  private static String rule(int status, String title, @Nullable String message) {
    if (message != null && !message.equals(title)) {
      return message;
    }
    return status == HttpStatus.BAD_REQUEST_400 ? "it is not well-formed HTTP" : title;
  }

  private static String code(String title) {
    return title.toLowerCase(Locale.ROOT).replace(' ', '_');
  }
}
