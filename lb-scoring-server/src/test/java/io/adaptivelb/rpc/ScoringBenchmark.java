package io.adaptivelb.rpc;

import com.google.protobuf.ByteString;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.loop.Snapshots;
import io.adaptivelb.table.PublishedWeights;
import io.adaptivelb.table.WeightTable;
import io.adaptivelb.v1.GetEndpointWeightsRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Throughput of GetEndpointWeights as the server serves it (token check, counters, look-up), relative to plain gRPC methods
 * on the same event loops: an echo of the same bytes, and a constant answer of the same bytes to the same request, which
 * is the ceiling.
 *
 * <p>One event loop for the servers and one for the client, 64 calls in flight, the contenders in turns, medians of the
 * turns' ratios.
 */
public final class ScoringBenchmark {
  private static final int IN_FLIGHT = 64;
  private static final int TURNS = 15;
  private static final long TURN_MILLIS = 1_000;

  private ScoringBenchmark() {}

  /** Prints a line per size. */
  public static void main(String[] arguments) throws Exception {
    System.out.printf(
        "%-9s %6s %12s %12s %12s %12s %12s%n",
        "endpoints", "bytes", "weights/s", "echo/s", "constant/s", "vs echo", "vs constant");
    for (int endpoints : new int[] {20, 100}) {
      run(endpoints);
    }
  }

  private static void run(int endpoints) throws Exception {
    ClusterId cluster = new ClusterId("shop");
    WeightTable table = new WeightTable();
    table.publish(Snapshots.rich(cluster, 1, endpoints));
    ByteString weights = table.published(cluster).map(PublishedWeights::message).orElseThrow();
    ByteString request = GetEndpointWeightsRequest.newBuilder()
        .setCluster(cluster.value())
        .build()
        .toByteString();
    EventLoopGroup serverLoop = loop();
    EventLoopGroup clientLoop = loop();
    try (ApiFixture fixture = new ApiFixture()) {
      fixture.table.publish(Snapshots.rich(cluster, 1, endpoints));
      Server plain = plainServer(serverLoop, weights);
      ManagedChannel toApi = channel(clientLoop, fixture.api.port());
      ManagedChannel toPlain = channel(clientLoop, plain.getPort());
      List<Contender> contenders = List.of(
          new Contender(
              toApi, method("adaptivelb.v1.ScoringService/GetEndpointWeights"), request, weights),
          new Contender(toPlain, method("plain/Echo"), weights, weights),
          new Contender(toPlain, method("plain/Constant"), request, weights));
      double[][] rates = new double[contenders.size()][TURNS];
      for (int turn = -3; turn < TURNS; turn++) {
        for (int i = 0; i < rates.length; i++) {
          double rate = contenders.get(i).rate();
          if (turn >= 0) {
            rates[i][turn] = rate;
          }
        }
      }
      System.out.printf(
          "%-9d %6d %12.0f %12.0f %12.0f %12.2f %12.2f%n",
          endpoints,
          weights.size(),
          median(rates[0]),
          median(rates[1]),
          median(rates[2]),
          median(ratios(rates[0], rates[1])),
          median(ratios(rates[0], rates[2])));
      toApi.shutdownNow();
      toPlain.shutdownNow();
      plain.shutdownNow();
    }
    serverLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    clientLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
  }

  private static EventLoopGroup loop() {
    return new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  }

  private static Server plainServer(EventLoopGroup loop, ByteString constant) throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .channelType(EpollServerSocketChannel.class)
        .bossEventLoopGroup(loop)
        .workerEventLoopGroup(loop)
        .directExecutor()
        .addService(ServerServiceDefinition.builder("plain")
            .addMethod(method("plain/Echo"), (call, headers) -> new Plain(call, null))
            .addMethod(method("plain/Constant"), (call, headers) -> new Plain(call, constant))
            .build())
        .build()
        .start();
  }

  private static ManagedChannel channel(EventLoopGroup loop, int port) {
    return NettyChannelBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .channelType(EpollSocketChannel.class)
        .eventLoopGroup(loop)
        .directExecutor()
        .usePlaintext()
        .build();
  }

  private static MethodDescriptor<ByteString, ByteString> method(String name) {
    Marshaller<ByteString> bytes = Marshallers.BYTES;
    return MethodDescriptor.newBuilder(bytes, bytes)
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(name)
        .build();
  }

  private static double[] ratios(double[] a, double[] b) {
    double[] ratios = new double[a.length];
    Arrays.setAll(ratios, i -> a[i] / b[i]);
    return ratios;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** The least that a method can do: answers with a constant or with what came. */
  private static final class Plain extends ServerCall.Listener<ByteString> {
    private final ServerCall<ByteString, ByteString> call;
    private @Nullable ByteString answer;

    Plain(ServerCall<ByteString, ByteString> call, @Nullable ByteString constant) {
      this.call = call;
      answer = constant;
      call.request(1);
    }

    @Override
    public void onMessage(ByteString message) {
      if (answer == null) {
        answer = message;
      }
    }

    @Override
    public void onHalfClose() {
      call.sendHeaders(new Metadata());
      call.sendMessage(answer);
      call.close(Status.OK, new Metadata());
    }
  }

  /** One of the methods, with its request and the answer that it must give. */
  private record Contender(
      ManagedChannel channel,
      MethodDescriptor<ByteString, ByteString> method,
      ByteString request,
      ByteString expected) {
    /** Calls per second over one turn. */
    double rate() throws InterruptedException {
      AtomicBoolean over = new AtomicBoolean();
      LongAdder done = new LongAdder();
      CountDownLatch idle = new CountDownLatch(IN_FLIGHT);
      long start = System.nanoTime();
      for (int i = 0; i < IN_FLIGHT; i++) {
        call(over, done, idle);
      }
      // The turn's length is the measurement, not a wait for something.
      TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
      double rate = done.sum() * 1e9 / (System.nanoTime() - start);
      over.set(true);
      idle.await();
      return rate;
    }

    private void call(AtomicBoolean over, LongAdder done, CountDownLatch idle) {
      ClientCall<ByteString, ByteString> call = channel.newCall(method, CallOptions.DEFAULT);
      call.start(
          new ClientCall.Listener<>() {
            @Override
            public void onMessage(ByteString message) {
              if (!message.equals(expected)) {
                throw new IllegalStateException("a wrong answer");
              }
              done.increment();
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
              if (over.get() || !status.isOk()) {
                if (!status.isOk()) {
                  System.err.println(status);
                }
                idle.countDown();
              } else {
                call(over, done, idle);
              }
            }
          },
          new Metadata());
      call.request(2);
      call.sendMessage(request);
      call.halfClose();
    }
  }
}
