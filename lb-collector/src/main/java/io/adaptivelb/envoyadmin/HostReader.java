package io.adaptivelb.envoyadmin;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.END_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_TRUE;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import java.io.IOException;
import java.util.List;

/** Reads one element of {@code host_statuses}; a new one for each, because it collects the fields. */
final class HostReader {
  private String address = "";
  private int port;
  private String hostname = "";
  private double total;
  private double success;
  private double error;
  private double timeout;
  private double connectFail;
  private double active;
  private double pending;
  private boolean failedHealthCheck;
  private boolean ejected;

  private HostReader() {}

  /** Reads the element that the parser stands at, and adds it if it has an address. */
  static void read(JsonParser json, List<HostStats> hosts) throws IOException, SourceFailure {
    HostReader reader = new HostReader();
    reader.host(json);
    if (!reader.address.isEmpty()) {
      hosts.add(new HostStats(
          ClusterPage.id(reader.address, reader.port),
          reader.hostname,
          reader.total,
          reader.success,
          reader.error,
          reader.timeout,
          reader.connectFail,
          reader.active + reader.pending,
          reader.failedHealthCheck,
          reader.ejected));
    }
  }

  private void host(JsonParser json) throws IOException, SourceFailure {
    ClusterPage.expect(json, json.currentToken(), START_OBJECT);
    while (json.nextToken() != END_OBJECT) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (value == START_OBJECT && "address".equals(field)) {
        while (json.nextToken() != END_OBJECT) {
          if (ClusterPage.field(json, "socket_address", START_OBJECT)) {
            address(json);
          }
        }
      } else if (value == START_ARRAY && "stats".equals(field)) {
        while (json.nextToken() != END_ARRAY) {
          stat(json);
        }
      } else if (value == START_OBJECT && "health_status".equals(field)) {
        health(json);
      } else if (value == JsonToken.VALUE_STRING && "hostname".equals(field)) {
        hostname = json.getText();
      } else {
        json.skipChildren();
      }
    }
  }

  private void address(JsonParser json) throws IOException {
    while (json.nextToken() != END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      if ("address".equals(field)) {
        address = json.getText();
      } else if ("port_value".equals(field)) {
        port = json.getValueAsInt();
      } else {
        json.skipChildren();
      }
    }
  }

  private void stat(JsonParser json) throws IOException, SourceFailure {
    ClusterPage.expect(json, json.currentToken(), START_OBJECT);
    String name = "";
    double value = 0;
    while (json.nextToken() != END_OBJECT) {
      String field = json.currentName();
      JsonToken token = json.nextToken();
      if ("name".equals(field)) {
        name = json.getText();
      } else if ("value".equals(field) && token.isScalarValue()) {
        value = number(json.getText());
      } else {
        json.skipChildren();
      }
    }
    switch (name) {
      case "rq_total" -> total = value;
      case "rq_success" -> success = value;
      case "rq_error" -> error = value;
      case "rq_timeout" -> timeout = value;
      case "cx_connect_fail" -> connectFail = value;
      case "rq_active" -> active = value;
      case "rq_pending_active" -> pending = value;
      default -> {}
    }
  }

  private void health(JsonParser json) throws IOException {
    while (json.nextToken() != END_OBJECT) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      failedHealthCheck |= value == VALUE_TRUE && "failed_active_health_check".equals(field);
      ejected |= value == VALUE_TRUE && "failed_outlier_check".equals(field);
      json.skipChildren();
    }
  }

  /** Proto's JSON writes 64-bit numbers as texts. Beyond 10^15 it is a gauge that went below zero, or no counter. */
  private static double number(String text) throws SourceFailure {
    try {
      long value = Long.parseUnsignedLong(text);
      if (value >= 0 && value <= 1_000_000_000_000_000L) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, with the value
    }
    throw new SourceFailure(
        FailureCode.BAD_VALUE,
        "a host's counter is %s; it must be a number in 0…1e15"
            .formatted(SourceFailure.quote(text)));
  }
}
