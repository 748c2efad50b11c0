package io.adaptivelb.demo.backend;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Backends that run, on free ports of the loopback interface. Thread-safe; closing it frees everything. */
public final class Fleet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

  private final EventLoopGroup loops;
  private final ScheduledExecutorService heart;
  private final List<Backend> backends;

  private Fleet(EventLoopGroup loops, ScheduledExecutorService heart, List<Backend> backends) {
    this.loops = loops;
    this.heart = heart;
    this.backends = backends;
  }

  /**
   * Starts one backend for each spec, in their order.
   *
   * @param seed of what they draw: which requests fail
   */
  public static Fleet start(List<BackendSpec> specs, PhaseClock clock, long seed)
      throws IOException {
    int[] ports = LoopbackPorts.free(specs.size());
    boolean epoll = Epoll.isAvailable();
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
        2,
        new DefaultThreadFactory("backends", true),
        epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    Class<? extends ServerSocketChannel> type =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    List<Backend> backends = new ArrayList<>();
    for (BackendSpec spec : specs) {
      Backend backend =
          new Backend(spec, loops, type, clock, ports[backends.size()], seed + backends.size());
      backends.add(backend);
      backend.live();
    }
    // Not an event loop: a backend that dies or comes back waits for its own event loop.
    ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("backends-heart").factory());
    for (Backend backend : backends) {
      ScheduledFuture<?> unused = heart.scheduleAtFixedRate(
          () -> beat(backend), CpuMeter.SAMPLE_MILLIS, CpuMeter.SAMPLE_MILLIS, MILLISECONDS);
    }
    return new Fleet(loops, heart, List.copyOf(backends));
  }

  /** The backends, in the order of their specs. */
  public List<Backend> backends() {
    return backends;
  }

  @Override
  public void close() {
    heart.shutdown();
    awaitHeart();
    backends.forEach(Backend::close);
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private void awaitHeart() {
    try {
      heart.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A beat that fails (the port taken by somebody else meanwhile) is tried again at the next one. */
  private static void beat(Backend backend) {
    try {
      backend.beat();
    } catch (Exception e) {
      LOG.warn("backend {}: {}", backend.spec().name(), e.toString());
    }
  }
}
