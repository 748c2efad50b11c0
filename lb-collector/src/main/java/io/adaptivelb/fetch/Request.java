package io.adaptivelb.fetch;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.Map;

/**
 * What to ask for, and how long and how much of an answer to bear. Immutable.
 *
 * @param path with query
 * @param headers besides Host
 * @param timeout of the whole exchange, connection included
 * @param maxBodyBytes of the answer, unpacked
 */
public record Request(
    String path, Map<String, String> headers, Duration timeout, int maxBodyBytes) {
  /** Copies the headers. */
  public Request {
    headers = Map.copyOf(headers);
  }

  /** The request for one host; Host comes first, as RFC 9110 wants it. */
  FullHttpRequest toHttp(String host) {
    HttpHeaders fields = new DefaultHttpHeaders();
    fields.set(HttpHeaderNames.HOST, host);
    fields.set(HttpHeaderNames.USER_AGENT, "adaptive-lb");
    headers.forEach(fields::set);
    return new DefaultFullHttpRequest(
        HttpVersion.HTTP_1_1,
        HttpMethod.GET,
        path,
        Unpooled.EMPTY_BUFFER,
        fields,
        EmptyHttpHeaders.INSTANCE);
  }
}
