package io.adaptivelb.healthcheck;

import io.adaptivelb.fetch.Failures;
import io.adaptivelb.fetch.Network;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/** Connects and hangs up. */
final class TcpProbe implements Probe {
  private final Bootstrap bootstrap;
  private final InetSocketAddress address;

  TcpProbe(String host, int port, Duration timeout, Network network) {
    address = InetSocketAddress.createUnresolved(host, port);
    bootstrap = network
        .bootstrap()
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.max(1, (int) timeout.toMillis()))
        .handler(new ChannelInboundHandlerAdapter() {
          @Override
          public boolean isSharable() {
            return true;
          }
        });
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // a close that fails has nobody to tell
  public void check(Consumer<ProbeResult> answer) {
    ChannelFuture connecting = bootstrap.connect(address);
    connecting.addListener(done -> {
      connecting.channel().close();
      answer.accept(
          done.isSuccess()
              ? new ProbeResult.Passed("connected")
              : new ProbeResult.Failed(Failures.of(done.cause())));
    });
  }

  @Override
  public void close() {}
}
