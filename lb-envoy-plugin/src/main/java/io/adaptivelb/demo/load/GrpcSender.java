package io.adaptivelb.demo.load;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Unary gRPC calls over a channel that balances the load itself. Replies arrive on the event loop; the channel is closed with
 * the sender.
 */
public final class GrpcSender implements Sender {
  private static final Metadata.Key<String> BACKEND_HEADER =
      Metadata.Key.of("x-backend", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> WORK_HEADER =
      Metadata.Key.of("x-work", Metadata.ASCII_STRING_MARSHALLER);
  private static final byte[] EMPTY = new byte[0];

  private static final MethodDescriptor<byte[], byte[]> WORK =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodType.UNARY)
          .setFullMethodName("adaptivelb.demo.Backend/Work")
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  private final ManagedChannel channel;
  private final EventLoop loop;

  /** A sender over {@code channel}, for calls from {@code loop}. */
  public GrpcSender(ManagedChannel channel, EventLoop loop) {
    this.channel = channel;
    this.loop = loop;
  }

  @Override
  public Runnable send(double work, Reply reply) {
    ClientCall<byte[], byte[]> call = channel.newCall(WORK, CallOptions.DEFAULT);
    Metadata headers = new Metadata();
    headers.put(WORK_HEADER, Double.toString(work));
    call.start(new Exchange(reply), headers);
    call.sendMessage(EMPTY);
    call.halfClose();
    // One more than there may be, or the end would not be seen.
    call.request(2);
    return () -> call.cancel("timed out", null);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /** How a call ended. A backend signs its answers, refusals too; what has no signature never reached one. */
  static Outcome outcome(Status status, String backend) {
    if (status.isOk()) {
      return Outcome.SUCCESS;
    }
    if (backend.isEmpty()) {
      return Outcome.BROKEN;
    }
    return status.getCode() == Status.Code.UNAVAILABLE ? Outcome.REJECTED : Outcome.SERVER_ERROR;
  }

  private final class Exchange extends ClientCall.Listener<byte[]> {
    private final Reply reply;
    private String backend = "";

    Exchange(Reply reply) {
      this.reply = reply;
    }

    @Override
    public void onHeaders(Metadata headers) {
      note(headers);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      note(trailers);
      loop.execute(() -> reply.ended(outcome(status, backend), backend));
    }

    private void note(Metadata metadata) {
      String name = metadata.get(BACKEND_HEADER);
      if (name != null) {
        backend = name;
      }
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
