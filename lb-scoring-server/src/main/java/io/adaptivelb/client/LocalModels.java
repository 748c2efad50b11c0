package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.Json;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.models.ModelActor;
import io.adaptivelb.models.ModelDesk;
import io.adaptivelb.models.ModelOrder;
import io.adaptivelb.models.ModelPackage;
import io.adaptivelb.models.ModelQuery;
import io.adaptivelb.models.RefusedImport;
import io.adaptivelb.models.RegistryFolder;
import io.adaptivelb.prediction.ModelValidator;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.RegistryLimits;
import io.adaptivelb.registry.VersionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The registry in a data directory, whether a server runs on it or not: it locks itself for each change. */
final class LocalModels implements Models {
  private static final String PROGRAM = "lb model";

  private final ModelDesk desk;

  private LocalModels(ModelDesk desk) {
    this.desk = desk;
  }

  /**
   * Opens the registry of a data directory.
   *
   * @param make whether to make it if it is not there: a mistyped folder must not look like an empty registry
   */
  static LocalModels open(Path data, boolean make) {
    Path folder = data.resolve("models");
    if (!make && !Files.isDirectory(folder)) {
      throw new UserError(
          "--data %s has no model registry: there is no folder %s".formatted(data, folder));
    }
    return answer(() -> new LocalModels(new ModelDesk(
        RegistryFolder.open(folder, RegistryLimits.DEFAULTS, PROGRAM),
        new ModelValidator(),
        InstantSource.system())));
  }

  @Override
  public JsonNode list(int limit, @Nullable String before) {
    return tree(() -> {
      require("limit", limit, ModelQuery.MAX_LIMIT);
      return desk.list(limit, parsed(before, VersionId::new));
    });
  }

  @Override
  public JsonNode show(String version) {
    return tree(() -> desk.show(version(version)));
  }

  @Override
  public JsonNode history(Map<String, @Nullable String> query) {
    return tree(() -> desk.history(new ModelQuery(
        Integer.parseInt(String.valueOf(query.get("limit"))),
        parsed(query.get("before"), Long::valueOf).orElse(Long.MAX_VALUE),
        parsed(query.get("version"), VersionId::new),
        parsed(query.get("cluster"), ClusterId::new),
        Optional.ofNullable(query.get("person")),
        parsed(query.get("since"), Instant::parse),
        parsed(query.get("until"), Instant::parse))));
  }

  @Override
  public JsonNode assignment(String cluster) {
    return tree(() -> desk.assignment(new ClusterId(cluster)));
  }

  @Override
  public JsonNode add(byte[] zip, String owner, String reason) {
    return tree(() -> desk.put(
        ModelPackage.read(zip, RegistryLimits.DEFAULTS.maxVersionBytes()), actor(owner), reason));
  }

  @Override
  public JsonNode carryOut(ModelOrder order, String owner, String reason) {
    return tree(() -> desk.carryOut(order, actor(owner), reason));
  }

  @Override
  public JsonNode remove(String version, String owner, String reason) {
    return tree(() -> desk.remove(version(version), actor(owner), reason));
  }

  private static String actor(String owner) {
    require("owner", owner.strip().length(), ModelActor.MAX_PERSON);
    return ModelActor.named(owner.strip(), PROGRAM);
  }

  private static void require(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException("%s: %d is not in 1…%d".formatted(name, value, max));
    }
  }

  private static VersionId version(String text) {
    return new VersionId(text);
  }

  private static <T> Optional<T> parsed(@Nullable String text, Function<String, T> parser) {
    return Optional.ofNullable(text).map(parser);
  }

  private static JsonNode tree(Supplier<? extends Record> question) {
    return Json.MAPPER.valueToTree(answer(question));
  }

  /** What the registry says no to, a server would too. */
  private static <T> T answer(Supplier<T> question) {
    try {
      return question.get();
    } catch (RegistryException | RefusedImport | IllegalArgumentException e) {
      throw new ServerError(String.valueOf(e.getMessage()), e);
    }
  }
}
