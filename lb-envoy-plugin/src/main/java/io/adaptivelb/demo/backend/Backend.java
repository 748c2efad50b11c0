package io.adaptivelb.demo.backend;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A real HTTP and gRPC server with {@code k} workers and a bounded queue, to which its spec's faults happen.
 *
 * <p>{@code GET /work} is served by a worker, as is a gRPC call; {@code /healthz} and {@code /metrics} are answered at once, as by an admin
 * port. Its process can die and live again on the same port: connections are reset, queued requests lost, counters back
 * at zero. Thread-safe.
 */
public final class Backend implements AutoCloseable {
  private final BackendSpec spec;
  private final EventLoopGroup loops;
  private final Class<? extends ServerSocketChannel> channelType;
  private final PhaseClock clock;
  private final SplittableRandom failures;
  private volatile @Nullable Life life;
  private final int port;

  Backend(
      BackendSpec spec,
      EventLoopGroup loops,
      Class<? extends ServerSocketChannel> channelType,
      PhaseClock clock,
      int port,
      long seed) {
    this.spec = spec;
    this.loops = loops;
    this.channelType = channelType;
    this.clock = clock;
    this.port = port;
    this.failures = new SplittableRandom(seed);
  }

  /** What it is. */
  public BackendSpec spec() {
    return spec;
  }

  /** Where it listens, also while it is dead. */
  public int port() {
    return port;
  }

  /** What its faults do to it now. */
  public Condition condition() {
    return spec.conditionAt(clock.elapsed());
  }

  /** Requests in service or waiting. */
  public int inFlight() {
    Life now = life;
    return now == null ? 0 : now.process.inFlight();
  }

  /** Requests that wait for a worker. */
  int queued() {
    Life now = life;
    return now == null ? 0 : now.process.queued();
  }

  /** Starts its process and listens; does nothing when it lives. */
  synchronized void live() {
    if (life != null) {
      return;
    }
    BackendProcess process = new BackendProcess(spec, this::condition, this::failsNow);
    // Stays closed: a connection accepted while the process dies is closed with it.
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    Channel listener = new ServerBootstrap()
        .group(loops)
        .channel(channelType)
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, 1_024)
        .childOption(ChannelOption.TCP_NODELAY, true)
        // Closing a connection resets it, as the kernel does for a process that dies.
        .childOption(ChannelOption.SO_LINGER, 0)
        .childHandler(ProtocolDetector.forConnections(process, connections))
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .syncUninterruptibly()
        .channel();
    life = new Life(process, connections, listener);
  }

  /** Kills its process: refuses connections, resets those that are open, forgets all it had. */
  synchronized void die() {
    Life ending = life;
    if (ending != null) {
      life = null;
      ending.listener.close().awaitUninterruptibly();
      ending.process.close();
      ending.connections.close().awaitUninterruptibly();
    }
  }

  /** Dies and lives as its faults say, and reads its meters; called every {@link CpuMeter#SAMPLE_MILLIS}. */
  void beat() {
    if (condition().up()) {
      live();
    } else {
      die();
    }
    Life now = life;
    if (now != null) {
      now.process.sample();
    }
  }

  @Override
  public void close() {
    die();
  }

  private boolean failsNow() {
    double ratio = condition().failureRatio();
    if (ratio == 0) {
      return false;
    }
    synchronized (failures) {
      return failures.nextDouble() < ratio;
    }
  }

  private record Life(BackendProcess process, ChannelGroup connections, Channel listener) {}
}
