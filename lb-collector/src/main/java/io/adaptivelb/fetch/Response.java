package io.adaptivelb.fetch;

import java.time.Duration;

/**
 * An answer. Its bytes belong to the connection: read them before {@link Receiver#received} returns.
 *
 * @param status the HTTP status, final
 * @param contentType as the peer wrote it; "" if it did not
 * @param location where a redirect leads; "" if nowhere
 * @param bytes holds the body, unpacked
 * @param from the body's first byte
 * @param to the byte after its last
 * @param latency since the request was made, connection included
 */
@SuppressWarnings("ArrayRecordComponent") // a view, gone when the receiver returns
public record Response(
    int status,
    String contentType,
    String location,
    byte[] bytes,
    int from,
    int to,
    Duration latency) {
  /** The body's length. */
  public int length() {
    return to - from;
  }
}
