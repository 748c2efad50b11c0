package io.adaptivelb.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.adaptivelb.admin.AccessFilter.Open;
import io.adaptivelb.api.Json;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The description of this API: {@code docs/openapi.yaml}, as JSON. */
@Path("/openapi.json")
@Open
public final class OpenApiResource {
  private final byte[] json;

  OpenApiResource() {
    try (InputStream yaml = OpenApiResource.class.getResourceAsStream("/openapi.yaml")) {
      if (yaml == null) {
        throw new IllegalStateException("openapi.yaml is missing from the class path");
      }
      JsonNode tree = new YAMLMapper().readTree(yaml);
      json = Json.MAPPER.writeValueAsBytes(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The document. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public byte[] document() {
    return json.clone();
  }
}
