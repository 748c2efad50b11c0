package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adaptivelb.api.Json;
import io.adaptivelb.models.ModelOrder;
import io.adaptivelb.models.ModelOrder.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server's registry. */
final class RemoteModels implements Models {
  private static final String PATH = "/api/v1/models";

  private final Server server;

  RemoteModels(Server server) {
    this.server = server;
  }

  @Override
  public JsonNode list(int limit, @Nullable String before) {
    Map<String, @Nullable String> query = new HashMap<>();
    query.put("limit", String.valueOf(limit));
    query.put("before", before);
    return server.get(PATH + Server.query(query));
  }

  @Override
  public JsonNode show(String version) {
    return server.get(PATH + "/" + Server.segment(version));
  }

  @Override
  public JsonNode history(Map<String, @Nullable String> query) {
    return server.get(PATH + "/history" + Server.query(query));
  }

  @Override
  public JsonNode assignment(String cluster) {
    return server.get(PATH + "/assignment" + Server.query(Map.of("cluster", cluster)));
  }

  @Override
  public JsonNode add(byte[] zip, String owner, String reason) {
    String query = Server.query(Map.of("owner", owner, "reason", reason));
    return changed(() -> server.postZip(PATH + query, zip));
  }

  @Override
  public JsonNode carryOut(ModelOrder order, String owner, String reason) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    order
        .scope()
        .cluster()
        .ifPresentOrElse(
            cluster -> body.put("cluster", cluster.value()), () -> body.put("everything", true));
    body.put("owner", owner).put("reason", reason);
    String verb = switch (order.target()) {
      case Target.Shadow shadow -> "shadow";
      case Target.Canary canary -> {
        body.put("proxyPercent", canary.percent());
        yield "canary";
      }
      case Target.Step step -> {
        body.put("blendPercent", step.to().percent());
        yield "blend";
      }
      case Target.Active active -> "promote";
      case Target.RolledBack back -> "rollback";
      case Target.Retired retired -> "retire";
    };
    String path = "%s/%s/%s".formatted(PATH, order.version(), verb);
    return changed(() -> server.post(path, body, Map.of()));
  }

  @Override
  public JsonNode remove(String version, String owner, String reason) {
    String query = Server.query(Map.of("owner", owner, "reason", reason));
    return changed(() -> server.delete(PATH + "/" + Server.segment(version) + query, Map.of()));
  }

  private static JsonNode changed(Supplier<JsonNode> change) {
    try {
      return change.get();
    } catch (ServerError e) {
      throw e.outcomeKnown()
          ? e
          : new ServerError(
              e.getMessage() + "; repeat it: what was done already is not done again", e);
    }
  }
}
