package io.adaptivelb.rpc;

import com.google.protobuf.ByteString;
import io.adaptivelb.config.GrpcSettings;
import io.adaptivelb.config.ServerConfiguration;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.loop.Snapshots;
import io.adaptivelb.settings.YamlDocument;
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
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
 * <p>One event loop thread for each server and one for the client, 64 calls in flight, the contenders in short turns, so that
 * what else the machine does hits all of them. Two ratios: of the throughputs (medians over the turns), and of the CPU time
 * that the server's thread spends on a call, which is what bounds the throughput on a machine with cores to spare.
 */
public final class ScoringBenchmark {
  private static final int IN_FLIGHT = 64;
  private static final int WARM_UP_TURNS = 40;
  private static final int TURNS = 80;
  private static final long TURN_MILLIS = 250;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ScoringBenchmark() {}

  /** Prints a line per size. */
  public static void main(String[] arguments) throws Exception {
    System.out.printf(
        "%-9s %6s %10s %10s %10s %8s %12s %12s %16s%n",
        "endpoints",
        "bytes",
        "weights/s",
        "echo/s",
        "constant/s",
        "vs echo",
        "vs constant",
        "CPU vs echo",
        "CPU vs constant");
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
    EventLoopGroup serverLoop = loop("plain");
    EventLoopGroup clientLoop = loop("client");
    try (GrpcApi api = GrpcApi.start(
        onAnyPort(), table, cluster::equals, noExplanations(), ApiFixture.OPEN, meters())) {
      Server plain = plainServer(serverLoop, weights);
      ManagedChannel toApi = channel(clientLoop, api.port());
      ManagedChannel toPlain = channel(clientLoop, plain.getPort());
      List<Contender> contenders = List.of(
          new Contender(
              "grpc-",
              toApi,
              method("adaptivelb.v1.ScoringService/GetEndpointWeights"),
              request,
              weights),
          new Contender("plain-", toPlain, method("plain/Echo"), weights, weights),
          new Contender("plain-", toPlain, method("plain/Constant"), request, weights));
      double[][] rates = new double[contenders.size()][TURNS];
      double[][] perCpu = new double[contenders.size()][TURNS];
      for (int turn = -WARM_UP_TURNS; turn < TURNS; turn++) {
        for (int i = 0; i < rates.length; i++) {
          Turn result = contenders.get(i).turn();
          if (turn >= 0) {
            rates[i][turn] = result.callsPerSecond();
            perCpu[i][turn] = result.callsPerCpuSecond();
          }
        }
      }
      System.out.printf(
          "%-9d %6d %10.0f %10.0f %10.0f %8.2f %12.2f %12.2f %16.2f%n",
          endpoints,
          weights.size(),
          median(rates[0]),
          median(rates[1]),
          median(rates[2]),
          median(ratios(rates[0], rates[1])),
          median(ratios(rates[0], rates[2])),
          median(ratios(perCpu[0], perCpu[1])),
          median(ratios(perCpu[0], perCpu[2])));
      toApi.shutdownNow();
      toPlain.shutdownNow();
      plain.shutdownNow();
    }
    serverLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    clientLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
  }

  /** The server's own settings: the fixture's small limits would throttle the calls. */
  private static GrpcSettings onAnyPort() {
    YamlDocument yaml = YamlDocument.parse("benchmark", "grpc: {port: 0, shutdownGrace: 0s}");
    return ServerConfiguration.read(yaml, List.of()).settings().grpc();
  }

  private static Explainer noExplanations() {
    return (id, endpoint) -> new CompletableFuture<>();
  }

  private static MeterRegistry meters() {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }

  private static EventLoopGroup loop(String name) {
    return new MultiThreadIoEventLoopGroup(
        1, new DefaultThreadFactory(name, true), EpollIoHandler.newFactory());
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

  /** The CPU time of the threads whose names begin so. */
  private static long cpuNanos(String threads) {
    long sum = 0;
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith(threads)) {
        sum += THREADS.getThreadCpuTime(thread.getThreadId());
      }
    }
    return sum;
  }

  private record Turn(double callsPerSecond, double callsPerCpuSecond) {}

  /** One of the methods, with the server's threads, its request and the answer that it must give. */
  private record Contender(
      String threads,
      ManagedChannel channel,
      MethodDescriptor<ByteString, ByteString> method,
      ByteString request,
      ByteString expected) {
    /** Calls for as long as a turn lasts. */
    Turn turn() throws InterruptedException {
      AtomicBoolean over = new AtomicBoolean();
      LongAdder done = new LongAdder();
      CountDownLatch idle = new CountDownLatch(IN_FLIGHT);
      long cpu = cpuNanos(threads);
      long start = System.nanoTime();
      for (int i = 0; i < IN_FLIGHT; i++) {
        call(over, done, idle);
      }
      // The turn's length is the measurement, not a wait for something.
      TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
      over.set(true);
      idle.await();
      double calls = done.sum();
      return new Turn(
          calls * 1e9 / (System.nanoTime() - start), calls * 1e9 / (cpuNanos(threads) - cpu));
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
