package io.adaptivelb.discovery;

import io.adaptivelb.clusters.DnsSettings;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import io.adaptivelb.fetch.Network;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Members from DNS, looked up without a cache: the refresh interval is the user's word on how fresh they must be.
 *
 * <p>An address is the member's name, because that is what proxies are told. Of SRV records only those of the lowest
 * priority count (RFC 2782); their weights are ignored, since ours replace them.
 */
final class DnsDiscovery implements Discovery {
  private final DnsSettings settings;
  private final DnsNameResolver resolver;

  DnsDiscovery(DnsSettings settings, Network network) {
    this.settings = settings;
    DnsNameResolverBuilder builder = new DnsNameResolverBuilder(network.group().next())
        .datagramChannelType(Network.datagrams())
        .socketChannelType(network.sockets(), true)
        .resolveCache(NoopDnsCache.INSTANCE)
        .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
        .queryTimeoutMillis(settings.timeout().toMillis());
    if (!settings.server().isEmpty()) {
      EndpointId server = EndpointId.parse(settings.server());
      builder.nameServerProvider(new SingletonDnsServerAddressStreamProvider(
          new InetSocketAddress(server.host(), server.port())));
    }
    resolver = builder.build();
  }

  @Override
  public String target() {
    return settings.type() + " " + settings.name();
  }

  @Override
  public Duration refresh() {
    return settings.refresh();
  }

  @Override
  public CompletableFuture<List<Endpoint>> look() {
    CompletableFuture<List<EndpointId>> found = settings.type() == DnsSettings.Type.A
        ? addresses(settings.name(), settings.port())
        : services();
    return found.thenCompose(ids -> {
      List<Endpoint> members = new TreeSet<>(ids).stream().map(Endpoint::of).toList();
      return members.isEmpty()
          ? failed(FailureCode.EMPTY, "the answer has no address; the last members are kept")
          : CompletableFuture.completedFuture(members);
    });
  }

  @Override
  public void close() {
    resolver.close();
  }

  private CompletableFuture<List<EndpointId>> addresses(String name, int port) {
    return convert(
        resolver.resolveAll(name),
        addresses -> addresses.stream()
            .map(address -> new EndpointId(text(address), port))
            .toList());
  }

  private CompletableFuture<List<EndpointId>> services() {
    return convert(
            resolver.resolveAll(new DefaultDnsQuestion(settings.name(), DnsRecordType.SRV)),
            DnsDiscovery::preferred)
        .thenCompose(services -> {
          CompletableFuture<List<EndpointId>> all =
              CompletableFuture.completedFuture(new ArrayList<>());
          for (ServiceRecord service : services) {
            all = all.thenCombine(addresses(service.host(), service.port()), (sum, more) -> {
              sum.addAll(more);
              return sum;
            });
          }
          return all;
        });
  }

  private static List<ServiceRecord> preferred(List<DnsRecord> records) {
    List<ServiceRecord> services = new ArrayList<>();
    for (DnsRecord record : records) {
      ServiceRecord.parse(record).ifPresent(services::add);
      ReferenceCountUtil.release(record);
    }
    int best = services.stream().mapToInt(ServiceRecord::priority).min().orElse(0);
    return services.stream().filter(service -> service.priority() == best).toList();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the listener is all that waits
  private <T, R> CompletableFuture<R> convert(Future<T> lookUp, Function<T, R> conversion) {
    CompletableFuture<R> converted = new CompletableFuture<>();
    lookUp.addListener(done -> {
      if (lookUp.isSuccess()) {
        try {
          converted.complete(conversion.apply(lookUp.getNow()));
        } catch (RuntimeException e) {
          converted.completeExceptionally(failure(FailureCode.SYNTAX, e));
        }
      } else {
        converted.completeExceptionally(failure(FailureCode.UNKNOWN_HOST, lookUp.cause()));
      }
    });
    return converted;
  }

  private SourceFailure failure(FailureCode code, Throwable cause) {
    return new SourceFailure(
        code,
        "%s: %s".formatted(target(), SourceFailure.quote(String.valueOf(cause.getMessage()))));
  }

  private CompletableFuture<List<Endpoint>> failed(FailureCode code, String message) {
    return CompletableFuture.failedFuture(new SourceFailure(code, target() + ": " + message));
  }

  /** Without the scope that Java appends to link-local addresses. */
  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }
}
