package io.adaptivelb.envoy;

import static io.adaptivelb.envoy.Mesh.quickly;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator says over REST arrives in Envoy, and ends there too. */
class DrainIT {
  private static final int DRAINED = 1;

  @TempDir
  private Path folder;

  @Test
  void drain_isSeenInEnvoy_takesTheTraffic_andExpires() throws Exception {
    try (Mesh mesh = new Mesh(folder)) {
      mesh.awaitAllHealthy();
      mesh.awaitAnswers(Mesh.RATE);
      String drain = """
          {"cluster": "backends", "endpoint": "%s", "action": "drain", "duration": "6s",
           "owner": "ann", "reason": "kernel update"}
          """.formatted(mesh.address(DRAINED));

      HttpResponse<String> dry = mesh.rest("POST", "/api/v1/overrides?dryRun=true", drain);
      assertThat(dry.statusCode()).as(dry.body()).isEqualTo(200);
      assertThat(new ObjectMapper().readTree(dry.body()).get("dryRun").asBoolean())
          .isTrue();
      mesh.awaitAnswers(Mesh.RATE);
      assertThat(mesh.host(DRAINED).edsHealthStatus()).isEqualTo("HEALTHY");

      HttpResponse<String> real = mesh.rest("POST", "/api/v1/overrides", drain);
      assertThat(real.statusCode()).as(real.body()).isEqualTo(201);
      quickly(5).until(() -> mesh.host(DRAINED).edsHealthStatus().equals("DRAINING"));
      long sent = mesh.host(DRAINED).requests();
      mesh.awaitAnswers(2L * Mesh.RATE);
      assertThat(mesh.host(DRAINED).edsHealthStatus()).isEqualTo("DRAINING");
      // A worker of Envoy may hear of it a moment after its admin interface shows it.
      assertThat(mesh.host(DRAINED).requests() - sent).isLessThan(5);

      quickly(30).until(() -> mesh.host(DRAINED).edsHealthStatus().equals("HEALTHY"));
      long back = mesh.host(DRAINED).requests();
      quickly(30).until(() -> mesh.host(DRAINED).requests() > back + 10);
      assertThat(mesh.traffic().failures()).isEmpty();
    }
  }
}
