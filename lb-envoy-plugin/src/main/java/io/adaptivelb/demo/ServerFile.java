package io.adaptivelb.demo;

import io.adaptivelb.demo.backend.Backend;
import java.nio.file.Path;
import java.util.List;

/** The server's configuration for a phase, as a user would write it. */
final class ServerFile {
  /** The name of the cluster, for the server and for Envoy. */
  static final String CLUSTER = "backends";

  private ServerFile() {}

  /**
   * The YAML.
   *
   * @param envoy whether there is one to ask
   * @param adaptive without it the server knows the endpoints and nothing of how they fare: it collects no telemetry and
   *     checks no health, so that it serves equal weights and leaves everything else to Envoy
   */
  static String yaml(
      Path data, Ports ports, List<Backend> backends, boolean envoy, boolean adaptive) {
    StringBuilder yaml = new StringBuilder(
        """
        dataDirectory: %s
        grpc: {port: %d}
        admin: {port: %d}
        envoy: {port: %d}
        rollout: # what takes an hour in earnest
          blockTicks: 2
          washOutTicks: 1
          minPairs: 2
          guardrails: {shadowTicks: 4, minHold: 20s, minRequests: 2000}
        clusters:
          - name: %s
            discovery:
              endpoints:
        """.formatted(quoted(data), ports.grpc(), ports.admin(), ports.xds(), CLUSTER));
    for (Backend backend : backends) {
      yaml.append("        - address: 127.0.0.1:").append(backend.port()).append('\n');
    }
    if (adaptive) {
      yaml.append("""
              scrape:
                pages:
                  - {preset: MICROMETER, path: /metrics}
              healthCheck:
                http: {path: /healthz}
          """);
    }
    if (adaptive && envoy) {
      yaml.append("""
              envoy:
                admins:
                  - address: 127.0.0.1:%d
          """.formatted(ports.envoyAdmin()));
    }
    return yaml.toString();
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "''") + "'";
  }
}
