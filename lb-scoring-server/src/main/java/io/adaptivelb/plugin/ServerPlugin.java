package io.adaptivelb.plugin;

import java.util.List;

/**
 * A proxy integration that runs inside the server.
 *
 * @param <C> its settings: a record that the server reads from the section of the configuration named like the plugin,
 *     merged over {@link #defaults()}, with the same rules as every other section (unknown keys refused, the record's
 *     constructor validates)
 */
public interface ServerPlugin<C extends Record> {
  /** The name of its section in the configuration: lower case, one word. */
  String name();

  /** The settings where the configuration says nothing. */
  C defaults();

  /**
   * The addresses that it will listen on. They take part in the rule that decides whether callers need a token: one
   * address beyond loopback, and everybody does.
   */
  default List<String> bindHosts(C settings) {
    return List.of();
  }

  /**
   * Starts it. Called once, after weights were restored and before the first tick.
   *
   * @return closed when the server stops
   * @throws Exception when it cannot run; the server then does not start, and shows the message
   */
  AutoCloseable start(C settings, PluginContext context) throws Exception;
}
