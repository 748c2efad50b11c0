package io.adaptivelb.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.plugin.ServerPlugin;
import io.adaptivelb.settings.SettingsReader;
import io.adaptivelb.settings.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A whole configuration: the server's own settings and one section per plugin. Immutable.
 *
 * @param settings the server's
 * @param sections the plugins', by their names; a plugin that is not there runs with its defaults
 */
public record ServerConfiguration(ServerSettings settings, Map<String, Record> sections) {
  /** Copies the map. */
  public ServerConfiguration {
    sections = Map.copyOf(sections);
  }

  /** Nothing said: the defaults everywhere. */
  public static ServerConfiguration defaults() {
    return new ServerConfiguration(ServerSettings.DEFAULTS, Map.of());
  }

  /**
   * Reads a file.
   *
   * @param plugins whose sections the file may have
   * @throws UserError naming file, line, key and rule
   */
  public static ServerConfiguration read(Path file, List<ServerPlugin<?>> plugins) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(4 * YamlDocument.MAX_CHARACTERS + 1);
      return read(YamlDocument.parse(file.toString(), bytes), plugins);
    } catch (IOException e) {
      throw new UserError("cannot read the configuration %s: %s".formatted(file, reason(e)), e);
    }
  }

  /** Reads a document. */
  public static ServerConfiguration read(YamlDocument document, List<ServerPlugin<?>> plugins) {
    SettingsReader reader = new SettingsReader();
    ObjectNode own = document.root().deepCopy();
    Map<String, Record> sections = new HashMap<>();
    Set<String> known = new TreeSet<>();
    reader.write(ServerSettings.DEFAULTS).fieldNames().forEachRemaining(known::add);
    for (ServerPlugin<?> plugin : plugins) {
      if (!known.add(plugin.name())) {
        throw new IllegalStateException(
            "two sections of the configuration are named %s".formatted(plugin.name()));
      }
      if (own.hasNonNull(plugin.name())) {
        sections.put(
            plugin.name(),
            reader.read(document, plugin.name(), own.get(plugin.name()), plugin.defaults()));
      }
      own.remove(plugin.name());
    }
    for (Iterator<String> keys = own.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!known.contains(key)) {
        throw SettingsReader.unknownKey(document, key, key, known);
      }
    }
    return new ServerConfiguration(
        reader.read(document, "", own, ServerSettings.DEFAULTS), sections);
  }

  /** The settings of a plugin. */
  public <C extends Record> C section(ServerPlugin<C> plugin) {
    C defaults = plugin.defaults();
    @SuppressWarnings("unchecked")
    C section = (C) sections.getOrDefault(plugin.name(), defaults);
    return section;
  }

  /** The same, with other settings of the server. */
  public ServerConfiguration withSettings(ServerSettings other) {
    return new ServerConfiguration(other, sections);
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "there is no such file" : e.toString();
  }
}
