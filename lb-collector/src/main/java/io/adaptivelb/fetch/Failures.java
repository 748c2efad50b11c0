package io.adaptivelb.fetch;

import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.compression.DecompressionException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Gives the network's exceptions their codes. */
public final class Failures {
  private Failures() {}

  /** What an exception of a connection means. */
  public static SourceFailure of(Throwable cause) {
    if (cause instanceof SourceFailure failure) {
      return failure;
    }
    if (cause instanceof ConnectTimeoutException) {
      return new SourceFailure(FailureCode.TIMEOUT, "timed out connecting");
    }
    if (cause instanceof UnknownHostException) {
      return new SourceFailure(FailureCode.UNKNOWN_HOST, message(cause));
    }
    if (cause instanceof ConnectException && message(cause).contains("refused")) {
      return new SourceFailure(FailureCode.CONNECTION_REFUSED, "connection refused");
    }
    Throwable handshake = cause instanceof DecoderException ? cause.getCause() : cause;
    if (handshake instanceof SSLException) {
      return new SourceFailure(FailureCode.CONNECTION_FAILED, "TLS: " + message(handshake));
    }
    if (cause instanceof DecompressionException && message(cause).contains("maximum size")) {
      return new SourceFailure(
          FailureCode.BODY_TOO_LARGE, "a few packed bytes unpack to megabytes, as in a gzip bomb");
    }
    if (cause instanceof DecoderException) {
      return new SourceFailure(FailureCode.BAD_HTTP, "cannot decode the answer: " + message(cause));
    }
    return new SourceFailure(FailureCode.CONNECTION_FAILED, message(cause));
  }

  private static String message(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : SourceFailure.quote(message);
  }
}
