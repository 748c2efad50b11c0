package io.adaptivelb.fetch;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.util.concurrent.TimeUnit;

/**
 * A few network threads with what belongs to them: epoll where the platform has it, and names looked up without blocking
 * a thread. Thread-safe.
 */
public final class Network implements AutoCloseable {
  private final EventLoopGroup group;
  private final DnsAddressResolverGroup resolver;

  /** Starts threads, named after what they do. */
  public Network(String name, int threads) {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(
        threads, Thread.ofPlatform().daemon().name(name + "-", 0).factory(), io);
    resolver =
        new DnsAddressResolverGroup(new DnsNameResolverBuilder().datagramChannelType(datagrams()));
  }

  /** The threads, for other Netty clients. */
  public EventLoopGroup group() {
    return group;
  }

  /** The sockets that go with {@link #group}. */
  public Class<? extends SocketChannel> sockets() {
    return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /** The datagram sockets that go with {@link #group}. */
  public static Class<? extends DatagramChannel> datagrams() {
    return Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class;
  }

  /** Makes plain connections on these threads. */
  public Bootstrap bootstrap() {
    return new Bootstrap().group(group).channel(sockets()).resolver(resolver);
  }

  EventLoop next() {
    return group.next();
  }

  DnsAddressResolverGroup resolver() {
    return resolver;
  }

  /** Ends the threads and every connection. */
  @Override
  public void close() {
    resolver.close();
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }
}
