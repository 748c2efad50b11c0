package io.adaptivelb.envoy;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What {@code config/envoy/bootstrap.yaml} is filled in with: the one file serves users, demo and tests. Immutable.
 *
 * @param node the name under which the server shows this Envoy
 * @param xds the adaptive-lb server
 * @param clusters at least one, each once; the Host header chooses, the first takes the rest
 * @param policy how Envoy draws
 * @param delta whether to ask for changes only rather than for the state of the world
 * @param token the bearer token that the server wants, if it wants one
 * @param listener where requests arrive; port 0 for any free one
 * @param adminPort on loopback; 0 for any free one
 * @param outlierDetection whether Envoy ejects endpoints by its own judgement too
 */
public record EnvoyBootstrap(
    String node,
    EndpointId xds,
    List<ClusterId> clusters,
    Policy policy,
    boolean delta,
    Optional<String> token,
    Listener listener,
    int adminPort,
    boolean outlierDetection) {
  /** The name of the listener in the file. */
  public static final String LISTENER_NAME = "ingress";

  /** How Envoy draws an endpoint; the names are Envoy's own. */
  public enum Policy {
    /** Follows the weights exactly. */
    ROUND_ROBIN,
    /** Divides each weight by the requests in flight + 1. */
    LEAST_REQUEST
  }

  /**
   * Where requests arrive.
   *
   * @param host an address of this machine
   * @param port 0 to 65535; 0 for any free one
   */
  public record Listener(String host, int port) {
    /** Throws {@link IllegalArgumentException} when the port is out of range. */
    public Listener {
      requirePort("listener", port);
    }
  }

  /** Throws {@link IllegalArgumentException} when a name could not be written to YAML as it is, or no cluster is given. */
  public EnvoyBootstrap {
    clusters = List.copyOf(clusters);
    if (clusters.isEmpty()) {
      throw new IllegalArgumentException("an Envoy without a cluster has nothing to route to");
    }
    if (clusters.stream().distinct().count() < clusters.size()) {
      throw new IllegalArgumentException("clusters %s: each may be named once".formatted(clusters));
    }
    requirePort("admin", adminPort);
    requireOneLine("node", node);
    token.ifPresent(t -> requireOneLine("token", t));
  }

  /** A bootstrap with the file's own settings, but any free ports: for one Envoy among others on this machine. */
  public static EnvoyBootstrap onFreePorts(EndpointId xds, List<ClusterId> clusters) {
    return new EnvoyBootstrap(
        "envoy-1",
        xds,
        clusters,
        Policy.LEAST_REQUEST,
        true,
        Optional.empty(),
        new Listener("127.0.0.1", 0),
        0,
        true);
  }

  /** The same with another policy. */
  public EnvoyBootstrap withPolicy(Policy newPolicy) {
    return new EnvoyBootstrap(
        node, xds, clusters, newPolicy, delta, token, listener, adminPort, outlierDetection);
  }

  /** The same over delta or state-of-the-world xDS. */
  public EnvoyBootstrap withDelta(boolean newDelta) {
    return new EnvoyBootstrap(
        node, xds, clusters, policy, newDelta, token, listener, adminPort, outlierDetection);
  }

  /** The same with a token for the server. */
  public EnvoyBootstrap withToken(String newToken) {
    return new EnvoyBootstrap(
        node,
        xds,
        clusters,
        policy,
        delta,
        Optional.of(newToken),
        listener,
        adminPort,
        outlierDetection);
  }

  /** The same with or without Envoy's own outlier detection. */
  public EnvoyBootstrap withOutlierDetection(boolean newOutlierDetection) {
    return new EnvoyBootstrap(
        node, xds, clusters, policy, delta, token, listener, adminPort, newOutlierDetection);
  }

  /** The bootstrap as YAML, with the comments of the file. */
  public String render() {
    return new BootstrapTemplate(file()).render(this);
  }

  /** {@code config/envoy/bootstrap.yaml}, as it is. */
  static String file() {
    try (InputStream in = EnvoyBootstrap.class.getResourceAsStream("bootstrap.yaml")) {
      if (in == null) {
        throw new IllegalStateException("bootstrap.yaml is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requirePort(String what, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("%s port %d is not in 0…65535".formatted(what, port));
    }
  }

  private static void requireOneLine(String what, String value) {
    if (value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      throw new IllegalArgumentException("%s \"%s\" must have no spaces and no control characters"
          .formatted(what, value.replaceAll("\\p{Cntrl}", "?")));
    }
  }
}
