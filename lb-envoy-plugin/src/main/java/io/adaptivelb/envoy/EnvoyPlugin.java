package io.adaptivelb.envoy;

import io.adaptivelb.plugin.PluginContext;
import io.adaptivelb.plugin.ServerPlugin;
import io.adaptivelb.xds.XdsOptions;
import io.adaptivelb.xds.XdsServer;
import io.grpc.InsecureServerCredentials;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
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
        InsecureServerCredentials.create(),
        settings.maxRequestBytes(),
        settings.maxStreams(),
        settings.pushJitter(),
        XdsOptions.onLoopback().firstRequestTimeout(),
        settings.keepAliveInterval(),
        settings.keepAliveTimeout());
    XdsServer server = XdsServer.start(
        options, context.weights(), context.tokens(), context.meters(), InstantSource.system());
    context.status().register(NAME, server::status);
    LOG.info("xDS listens on {}:{}", settings.bind(), server.port());
    return server;
  }
}
