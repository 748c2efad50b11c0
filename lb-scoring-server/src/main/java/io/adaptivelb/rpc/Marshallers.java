package io.adaptivelb.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * How messages cross the wire: requests are parsed, and what cannot be parsed is kept as such so that a handler can answer
 * INVALID_ARGUMENT; responses are bytes that were serialised before.
 */
final class Marshallers {
  private Marshallers() {}

  /** What a client sent. */
  sealed interface Request<T> {
    /**
     * A message.
     *
     * @param message of the expected type
     */
    record Parsed<T>(T message) implements Request<T> {}

    /**
     * No message of the expected type.
     *
     * @param reason what the parser says
     */
    record Garbage<T>(String reason) implements Request<T> {}
  }

  /** Parses; never throws for what a client sends. */
  static <T extends MessageLite> Marshaller<Request<T>> request(Parser<T> parser) {
    return new Marshaller<>() {
      @Override
      public Request<T> parse(InputStream stream) {
        try {
          return new Request.Parsed<>(parser.parseFrom(stream));
        } catch (IOException e) {
          return new Request.Garbage<>(String.valueOf(e.getMessage()));
        }
      }

      @Override
      public InputStream stream(Request<T> request) {
        return switch (request) {
          case Request.Parsed<T> parsed ->
            new ByteArrayInputStream(parsed.message().toByteArray());
          case Request.Garbage<T> garbage ->
            throw new IllegalArgumentException("garbage cannot be sent: " + garbage.reason());
        };
      }
    };
  }

  /** Bytes as they are. */
  static final Marshaller<ByteString> BYTES = new Marshaller<>() {
    @Override
    public ByteString parse(InputStream stream) {
      try {
        return ByteString.readFrom(stream);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public InputStream stream(ByteString bytes) {
      return new Bytes(bytes);
    }
  };

  /** Copied once, straight into the transport's buffer, whose size is known beforehand. */
  private static final class Bytes extends InputStream implements KnownLength, Drainable {
    private final ByteString bytes;
    private int position;

    Bytes(ByteString bytes) {
      this.bytes = bytes;
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      ByteString rest = position == 0 ? bytes : bytes.substring(position);
      rest.writeTo(target);
      position = bytes.size();
      return rest.size();
    }

    @Override
    public int available() {
      return bytes.size() - position;
    }

    @Override
    public int read() {
      return position < bytes.size() ? bytes.byteAt(position++) & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int count = Math.min(length, available());
      if (count == 0) {
        return length == 0 ? 0 : -1;
      }
      bytes.substring(position, position + count).asReadOnlyByteBuffer().get(target, offset, count);
      position += count;
      return count;
    }
  }
}
