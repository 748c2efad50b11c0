package io.adaptivelb.admin;

import io.adaptivelb.api.Json;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Map;

/** Writes records and maps as {@link Json} does, whatever the server's own mapper does. */
final class DocumentWriter implements MessageBodyWriter<Object> {
  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return (Record.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type))
        && mediaType.getSubtype().endsWith("json");
  }

  @Override
  public void writeTo(
      Object document,
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
