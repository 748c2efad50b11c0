package io.adaptivelb.table;

import com.google.protobuf.Timestamp;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.scoring.Score;
import io.adaptivelb.scoring.Score.Source;
import io.adaptivelb.v1.EndpointWeights;
import io.adaptivelb.v1.Scores;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.Rail;
import io.adaptivelb.weights.Rung;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Translates between weights and their messages on the wire. */
public final class WeightMessages {
  private WeightMessages() {}

  /** A snapshot as a message; the endpoints' labels stay behind. */
  public static EndpointWeights toMessage(WeightSnapshot snapshot) {
    EndpointWeights.Builder message = EndpointWeights.newBuilder()
        .setCluster(snapshot.cluster().value())
        .setVersion(snapshot.version())
        .setTime(toMessage(snapshot.time()))
        .setRung(toMessage(snapshot.rung()));
    snapshot.endpoints().forEach(line -> message.addEndpoints(toMessage(line)));
    return message.build();
  }

  /** One line of a snapshot. */
  public static io.adaptivelb.v1.EndpointWeight toMessage(EndpointWeight line) {
    io.adaptivelb.v1.EndpointWeight.Builder message = io.adaptivelb.v1.EndpointWeight.newBuilder()
        .setHost(line.id().host())
        .setPort(line.id().port())
        .setWeight(line.weight())
        .setHealthStatus(toMessage(line.status()));
    Locality locality = line.endpoint().locality();
    if (!locality.equals(Locality.UNKNOWN)) {
      message.setLocality(io.adaptivelb.v1.Locality.newBuilder()
          .setRegion(locality.region())
          .setZone(locality.zone())
          .setSubZone(locality.subZone()));
    }
    switch (line.score()) {
      case Score.Scored scored ->
        message.setScores(Scores.newBuilder()
            .setHealth(scored.health())
            .setLoad(scored.load())
            .setPerformance(scored.performance())
            .setRung(toMessage(scored.source() == Source.MODEL ? Rung.MODEL : Rung.ANALYTIC)));
      case Score.Unscored unscored -> message.setUnscoredReason(unscored.reason());
    }
    // In the enum's order, so that equal snapshots have equal bytes.
    line.rails().stream().sorted().forEach(rail -> message.addRails(rail.name()));
    line.overrideId().ifPresent(id -> message.setOverrideId(id).setComputedWeight(line.computed()));
    return message.build();
  }

  /** A moment. */
  public static Timestamp toMessage(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /** A step of the ladder. */
  public static io.adaptivelb.v1.Rung toMessage(Rung rung) {
    return switch (rung) {
      case MODEL -> io.adaptivelb.v1.Rung.RUNG_MODEL;
      case ANALYTIC -> io.adaptivelb.v1.Rung.RUNG_ANALYTIC;
      case LAST_GOOD -> io.adaptivelb.v1.Rung.RUNG_LAST_GOOD;
      case EQUAL -> io.adaptivelb.v1.Rung.RUNG_EQUAL;
    };
  }

  private static io.adaptivelb.v1.HealthStatus toMessage(HealthStatus status) {
    return switch (status) {
      case HEALTHY -> io.adaptivelb.v1.HealthStatus.HEALTH_STATUS_HEALTHY;
      case DRAINING -> io.adaptivelb.v1.HealthStatus.HEALTH_STATUS_DRAINING;
      case UNHEALTHY -> io.adaptivelb.v1.HealthStatus.HEALTH_STATUS_UNHEALTHY;
    };
  }

  /**
   * The snapshot that a message tells of.
   *
   * @throws IllegalArgumentException naming what no snapshot can have
   */
  public static WeightSnapshot fromMessage(EndpointWeights message) {
    List<EndpointWeight> lines =
        message.getEndpointsList().stream().map(WeightMessages::fromMessage).toList();
    return new WeightSnapshot(
        new ClusterId(message.getCluster()),
        message.getVersion(),
        Instant.ofEpochSecond(message.getTime().getSeconds(), message.getTime().getNanos()),
        fromMessage(message.getRung()),
        lines);
  }

  private static EndpointWeight fromMessage(io.adaptivelb.v1.EndpointWeight message) {
    Set<Rail> rails = EnumSet.noneOf(Rail.class);
    message.getRailsList().forEach(rail -> rails.add(Rail.valueOf(rail)));
    io.adaptivelb.v1.Locality locality = message.getLocality();
    Scores scores = message.getScores();
    return new EndpointWeight(
        new Endpoint(
            new EndpointId(message.getHost(), message.getPort()),
            new Locality(locality.getRegion(), locality.getZone(), locality.getSubZone()),
            Map.of()),
        message.getWeight(),
        message.getComputedWeight() == 0 ? message.getWeight() : message.getComputedWeight(),
        fromMessage(message.getHealthStatus()),
        message.hasScores()
            ? new Score.Scored(
                scores.getHealth(),
                scores.getLoad(),
                scores.getPerformance(),
                scores.getRung() == io.adaptivelb.v1.Rung.RUNG_MODEL
                    ? Source.MODEL
                    : Source.ANALYTIC)
            : new Score.Unscored(message.getUnscoredReason()),
        rails,
        Optional.of(message.getOverrideId()).filter(id -> !id.isEmpty()));
  }

  private static Rung fromMessage(io.adaptivelb.v1.Rung rung) {
    return switch (rung) {
      case RUNG_MODEL -> Rung.MODEL;
      case RUNG_ANALYTIC -> Rung.ANALYTIC;
      case RUNG_LAST_GOOD -> Rung.LAST_GOOD;
      case RUNG_EQUAL -> Rung.EQUAL;
      case RUNG_UNSPECIFIED, UNRECOGNIZED ->
        throw new IllegalArgumentException("rung is %s".formatted(rung));
    };
  }

  private static HealthStatus fromMessage(io.adaptivelb.v1.HealthStatus status) {
    return switch (status) {
      case HEALTH_STATUS_HEALTHY -> HealthStatus.HEALTHY;
      case HEALTH_STATUS_DRAINING -> HealthStatus.DRAINING;
      case HEALTH_STATUS_UNHEALTHY -> HealthStatus.UNHEALTHY;
      case HEALTH_STATUS_UNSPECIFIED, UNRECOGNIZED ->
        throw new IllegalArgumentException("health status is %s".formatted(status));
    };
  }
}
