package io.adaptivelb.server;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.config.ServerConfiguration;
import io.adaptivelb.plugin.PluginContext;
import io.adaptivelb.plugin.ServerPlugin;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The proxy integrations that run inside the server, and what they say of themselves. Thread-safe. */
public final class Plugins implements PluginContext.StatusRegistry {
  private final Map<String, Supplier<Map<String, String>>> status = new ConcurrentHashMap<>();

  /** Those on the class path. */
  @SuppressWarnings("rawtypes") // a service is looked up by its raw class
  public static List<ServerPlugin<?>> load() {
    return ServiceLoader.load(ServerPlugin.class).stream()
        .<ServerPlugin<?>>map(provider -> provider.get())
        .toList();
  }

  /** The addresses that they will listen on. */
  static Stream<String> bindHosts(List<ServerPlugin<?>> plugins, ServerConfiguration settings) {
    return plugins.stream().flatMap(plugin -> bindHosts(plugin, settings).stream());
  }

  private static <C extends Record> List<String> bindHosts(
      ServerPlugin<C> plugin, ServerConfiguration configuration) {
    return plugin.bindHosts(configuration.section(plugin));
  }

  /**
   * Starts one.
   *
   * @throws UserError naming the plugin and what it says
   */
  static <C extends Record> AutoCloseable start(
      ServerPlugin<C> plugin, ServerConfiguration configuration, PluginContext context) {
    try {
      return plugin.start(configuration.section(plugin), context);
    } catch (UserError e) {
      throw e;
    } catch (Exception e) {
      throw new UserError("%s cannot start: %s".formatted(plugin.name(), e.getMessage()), e);
    }
  }

  @Override
  public void register(String plugin, Supplier<Map<String, String>> supplier) {
    status.put(plugin, supplier);
  }

  /** What every plugin says of itself, now, by its name. */
  public Map<String, Map<String, String>> status() {
    return status.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(
            Map.Entry::getKey, entry -> Map.copyOf(entry.getValue().get())));
  }
}
