package io.adaptivelb.envoyadmin;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.END_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One cluster from {@code /clusters?format=json}, the proto {@code envoy.admin.v3.Clusters}: read token by token, because
 * a large cluster's page has megabytes and is asked for four times a second. Immutable.
 *
 * <p>A counter of zero has no {@code value} on the page, and a flag that is not set no line.
 *
 * @param observabilityName what Envoy's statistics call the cluster
 * @param hosts those with an IP address or a name; pipes and internal addresses are left out
 */
public record ClusterPage(String observabilityName, List<HostStats> hosts) {
  /** Most hosts that a page may list. */
  public static final int MAX_HOSTS = 200_000;

  private static final JsonFactory JSON = new JsonFactory();

  /** Copies the list. */
  public ClusterPage {
    hosts = List.copyOf(hosts);
  }

  /** Where the page is. Envoys that do not know the filter show all clusters, which does no harm. */
  public static String path(String cluster) {
    return "/clusters?format=json&filter=" + encode("^" + escape(cluster) + "$");
  }

  /**
   * Reads the page.
   *
   * @throws SourceFailure when it is not that document, a counter is none, or the cluster is not on it
   */
  public static ClusterPage parse(String cluster, byte[] bytes, int from, int to)
      throws SourceFailure {
    try (JsonParser json = JSON.createParser(bytes, from, to - from)) {
      expect(json, json.nextToken(), START_OBJECT);
      ClusterPage found = null;
      while (json.nextToken() != END_OBJECT) {
        if (!field(json, "cluster_statuses", START_ARRAY)) {
          continue;
        }
        while (json.nextToken() != END_ARRAY) {
          ClusterPage one = readCluster(json, cluster);
          found = one == null ? found : one;
        }
      }
      if (found == null) {
        throw new SourceFailure(
            FailureCode.UNKNOWN_CLUSTER,
            "this Envoy has no cluster " + SourceFailure.quote(cluster));
      }
      return found;
    } catch (JsonProcessingException e) {
      throw new SourceFailure(
          FailureCode.SYNTAX,
          "not the JSON of /clusters: %s at byte %d"
              .formatted(
                  SourceFailure.quote(e.getOriginalMessage()), e.getLocation().getByteOffset()));
    } catch (IOException e) {
      throw new SourceFailure(FailureCode.SYNTAX, "not the JSON of /clusters: " + e.getMessage());
    }
  }

  @SuppressWarnings("NullAway") // null: another cluster; inside this class only
  private static ClusterPage readCluster(JsonParser json, String wanted)
      throws IOException, SourceFailure {
    expect(json, json.currentToken(), START_OBJECT);
    String name = "";
    String observabilityName = "";
    List<HostStats> hosts = new ArrayList<>();
    while (json.nextToken() != END_OBJECT) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if ("name".equals(field) && value == VALUE_STRING) {
        name = json.getText();
      } else if ("observability_name".equals(field) && value == VALUE_STRING) {
        observabilityName = json.getText();
      } else if ("host_statuses".equals(field) && value == START_ARRAY && isWanted(name, wanted)) {
        while (json.nextToken() != END_ARRAY) {
          HostReader.read(json, hosts);
          if (hosts.size() > MAX_HOSTS) {
            throw new SourceFailure(
                FailureCode.TOO_MANY, "more than %d hosts".formatted(MAX_HOSTS));
          }
        }
      } else {
        json.skipChildren();
      }
    }
    return name.equals(wanted)
        ? new ClusterPage(observabilityName.isEmpty() ? name : observabilityName, hosts)
        : null;
  }

  /** The name usually comes before the hosts; where it does not, the hosts are read in case they are wanted. */
  private static boolean isWanted(String name, String wanted) {
    return name.isEmpty() || name.equals(wanted);
  }

  /** Steps to the value of a field; skips it when it is another field or of another kind. */
  static boolean field(JsonParser json, String name, JsonToken kind) throws IOException {
    boolean same = name.equals(json.currentName());
    JsonToken value = json.nextToken();
    if (same && value == kind) {
      return true;
    }
    json.skipChildren();
    return false;
  }

  static void expect(JsonParser json, JsonToken token, JsonToken expected) throws SourceFailure {
    if (token != expected) {
      throw new SourceFailure(
          FailureCode.SYNTAX,
          "not the JSON of /clusters: expects %s, found %s at byte %d"
              .formatted(expected, token, json.currentTokenLocation().getByteOffset()));
    }
  }

  /** For RE2, which knows no {@code \Q…\E} inside a query that passes through several hands. */
  static String escape(String literal) {
    return literal.replaceAll("([^A-Za-z0-9_-])", "\\\\$1");
  }

  static String encode(String query) {
    return URLEncoder.encode(query, StandardCharsets.UTF_8);
  }

  /** An address as the domain knows it. */
  static EndpointId id(String address, int port) throws SourceFailure {
    try {
      return new EndpointId(address, port);
    } catch (IllegalArgumentException e) {
      throw new SourceFailure(FailureCode.BAD_VALUE, "a host's address: " + e.getMessage());
    }
  }
}
