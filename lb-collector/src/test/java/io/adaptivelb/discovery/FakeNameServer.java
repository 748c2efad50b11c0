package io.adaptivelb.discovery;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server on loopback that knows what a test tells it, for a minute each. */
final class FakeNameServer implements AutoCloseable {
  private static final int TIME_TO_LIVE = 60;

  private final Map<String, List<String>> addresses = new ConcurrentHashMap<>();
  private final Map<String, List<Service>> services = new ConcurrentHashMap<>();
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel channel;
  private volatile boolean silent;

  private record Service(int priority, int port, String target) {}

  FakeNameServer() {
    channel = new Bootstrap()
        .group(group)
        .channel(NioDatagramChannel.class)
        .handler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel fresh) {
            fresh
                .pipeline()
                .addLast(
                    new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), new Answers());
          }
        })
        .bind("127.0.0.1", 0)
        .syncUninterruptibly()
        .channel();
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  void addresses(String name, String... all) {
    addresses.put(name, List.of(all));
  }

  void service(String name, int priority, int port, String target) {
    services
        .computeIfAbsent(name, key -> new CopyOnWriteArrayList<>())
        .add(new Service(priority, port, target));
  }

  void silent() {
    silent = true;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the process ends before it matters
  public void close() {
    group.shutdownGracefully();
  }

  private final class Answers extends SimpleChannelInboundHandler<DatagramDnsQuery> {
    @Override
    // A lost answer is a client's timeout; the answer goes the other way than the question.
    @SuppressWarnings({"FutureReturnValueIgnored", "ArgumentSelectionDefectChecker"})
    protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
      if (silent) {
        return;
      }
      DnsQuestion question = query.recordAt(DnsSection.QUESTION);
      DatagramDnsResponse response =
          new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
      response.addRecord(DnsSection.QUESTION, question);
      if (!addresses.containsKey(question.name()) && !services.containsKey(question.name())) {
        response.setCode(DnsResponseCode.NXDOMAIN);
      }
      for (String address : addresses.getOrDefault(question.name(), List.of())) {
        DnsRecordType type = address.contains(":") ? DnsRecordType.AAAA : DnsRecordType.A;
        byte[] raw = NetUtil.createByteArrayFromIpAddressString(address);
        if (raw != null && type.equals(question.type())) {
          response.addRecord(DnsSection.ANSWER, record(question, Unpooled.wrappedBuffer(raw)));
        }
      }
      if (question.type().equals(DnsRecordType.SRV)) {
        services
            .getOrDefault(question.name(), List.of())
            .forEach(service ->
                response.addRecord(DnsSection.ANSWER, record(question, content(service))));
      }
      context.writeAndFlush(response);
    }

    private DnsRecord record(DnsQuestion question, ByteBuf content) {
      return new DefaultDnsRawRecord(question.name(), question.type(), TIME_TO_LIVE, content);
    }

    private ByteBuf content(Service service) {
      ByteBuf content = Unpooled.buffer();
      content.writeShort(service.priority()).writeShort(0).writeShort(service.port());
      for (String label : service.target().split("\\.", -1)) {
        content.writeByte(label.length());
        content.writeCharSequence(label, StandardCharsets.US_ASCII);
      }
      return content;
    }
  }
}
