package io.adaptivelb.admin;

import io.adaptivelb.api.Json;
import io.adaptivelb.api.Problem;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/**
 * Writes records as {@link Json} does, whatever the server's own mapper does.
 *
 * <p>Declared for records rather than objects: between two writers of the same declared type Jersey's choice is chance.
 */
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class DocumentWriter implements MessageBodyWriter<Record> {
  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return Record.class.isAssignableFrom(type) && mediaType.getSubtype().endsWith("json");
  }

  @Override
  public void writeTo(
      Record document,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    out.write(Json.MAPPER.writeValueAsBytes(document));
    out.write('\n');
  }
}
