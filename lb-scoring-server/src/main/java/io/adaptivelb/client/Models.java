package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.models.ModelOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model registry, a server's or that in a folder. Every method returns a document of {@code api} as JSON, or throws {@link
 * ServerError}.
 */
interface Models {
  /** The versions; {@code limit} and {@code before}. */
  JsonNode list(int limit, @Nullable String before);

  /** One version. */
  JsonNode show(String version);

  /** What was changed; the query parameters of the API by name. */
  JsonNode history(Map<String, @Nullable String> query);

  /** Who serves a cluster. */
  JsonNode assignment(String cluster);

  /** Admits the model in a zip file. */
  JsonNode add(byte[] zip, String owner, String reason);

  /** Brings a version where it shall stand. */
  JsonNode carryOut(ModelOrder order, String owner, String reason);

  /** Deletes a version. */
  JsonNode remove(String version, String owner, String reason);
}
