package io.adaptivelb.config;

import io.adaptivelb.clusters.ClusterSettings;
import io.adaptivelb.clusters.CollectorSettings;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.ledger.LedgerSettings;
import io.adaptivelb.rollout.TrialSettings;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that a user may set, but for the sections of the plugins.
 *
 * @param dataDirectory where weights, telemetry, overrides and the generated token are kept; made if it is not there
 * @param grpc the gRPC API
 * @param admin the admin REST API
 * @param auth who may call
 * @param overrides how many overrides there may be, for how long, and how much of their history is kept
 * @param store the telemetry that is kept on disk
 * @param loop the pace of the scoring loop
 * @param control how telemetry becomes weights
 * @param rollout how a new model is tried, and when it is rolled back
 * @param collector what all clusters share when their telemetry is collected
 * @param clusters who is balanced, and where its telemetry comes from
 */
public record ServerSettings(
    Path dataDirectory,
    GrpcSettings grpc,
    AdminSettings admin,
    AuthSettings auth,
    LedgerSettings overrides,
    TelemetryStoreSettings store,
    LoopSettings loop,
    ControlSettings control,
    TrialSettings rollout,
    CollectorSettings collector,
    List<ClusterSettings> clusters) {
  /** What holds where the configuration says nothing. */
  public static final ServerSettings DEFAULTS = new ServerSettings(
      Path.of("data"),
      GrpcSettings.DEFAULTS,
      AdminSettings.DEFAULTS,
      AuthSettings.DEFAULTS,
      LedgerSettings.DEFAULT,
      TelemetryStoreSettings.DEFAULTS,
      LoopSettings.DEFAULTS,
      ControlSettings.DEFAULTS,
      TrialSettings.DEFAULTS,
      CollectorSettings.DEFAULTS,
      List.of());

  /** Copies the list; throws {@link IllegalArgumentException} naming a cluster that is listed twice. */
  public ServerSettings {
    clusters = List.copyOf(clusters);
    Set<String> seen = new HashSet<>();
    for (ClusterSettings cluster : clusters) {
      if (!seen.add(cluster.name())) {
        throw new IllegalArgumentException("clusters lists %s twice".formatted(cluster.name()));
      }
    }
  }

  /** The same, with another data directory. */
  public ServerSettings withDataDirectory(Path directory) {
    return new ServerSettings(
        directory, grpc, admin, auth, overrides, store, loop, control, rollout, collector,
        clusters);
  }

  /** The same, with other clusters. */
  public ServerSettings withClusters(List<ClusterSettings> others) {
    return new ServerSettings(
        dataDirectory,
        grpc,
        admin,
        auth,
        overrides,
        store,
        loop,
        control,
        rollout,
        collector,
        others);
  }
}
