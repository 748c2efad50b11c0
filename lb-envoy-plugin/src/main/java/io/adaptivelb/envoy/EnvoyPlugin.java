package io.adaptivelb.envoy;

import io.adaptivelb.config.TlsSettings;
import io.adaptivelb.plugin.PluginContext;
import io.adaptivelb.plugin.ServerPlugin;
import io.adaptivelb.xds.XdsOptions;
import io.adaptivelb.xds.XdsServer;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the xDS server inside the adaptive-lb server. */
public final class EnvoyPlugin implements ServerPlugin<EnvoySettings> {
  private static final String NAME = "envoy";
  private static final Logger LOG = LoggerFactory.getLogger(EnvoyPlugin.class);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EnvoySettings defaults() {
    return EnvoySettings.DEFAULTS;
  }

  @Override
  public List<String> bindHosts(EnvoySettings settings) {
    return settings.enabled() ? List.of(settings.bind()) : List.of();
  }

  @Override
  public AutoCloseable start(EnvoySettings settings, PluginContext context) throws IOException {
    if (!settings.enabled()) {
      return () -> {};
    }
    XdsOptions options = new XdsOptions(
        settings.bind(),
        settings.port(),
        credentials(settings.tls()),
        settings.maxRequestBytes(),
        settings.maxStreams(),
        settings.pushJitter(),
        XdsOptions.onLoopback().firstRequestTimeout(),
        settings.keepAliveInterval(),
        settings.keepAliveTimeout());
    XdsServer server = XdsServer.start(
        options, context.weights(), context.tokens(), context.meters(), InstantSource.system());
    String listens = "%s:%d%s"
        .formatted(settings.bind(), server.port(), settings.tls().isPresent() ? " (TLS)" : "");
    context.status().register(NAME, () -> {
      Map<String, String> status = new LinkedHashMap<>(Map.of("listens", listens));
      status.putAll(server.status());
      return status;
    });
    LOG.info("xDS listens on {}", listens);
    return server;
  }

  private static ServerCredentials credentials(Optional<TlsSettings> settings) throws IOException {
    if (settings.isEmpty()) {
      return InsecureServerCredentials.create();
    }
    TlsSettings tls = settings.get();
    try {
      TlsServerCredentials.Builder builder = TlsServerCredentials.newBuilder()
          .keyManager(tls.certificate().toFile(), tls.key().toFile());
      if (tls.clientCa().isPresent()) {
        builder
            .trustManager(tls.clientCa().get().toFile())
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
      }
      return builder.build();
    } catch (IOException e) {
      throw new IOException("cannot read the TLS files: " + e.getMessage(), e);
    }
  }
}
