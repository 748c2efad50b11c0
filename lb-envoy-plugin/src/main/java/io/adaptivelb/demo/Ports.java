package io.adaptivelb.demo;

import io.adaptivelb.demo.backend.LoopbackPorts;
import java.io.IOException;

/**
 * Ports of the loopback interface that were free a moment ago, for parts that must know of each other before they start.
 *
 * @param grpc the server's gRPC API
 * @param admin the server's admin API
 * @param xds the server's xDS
 * @param envoyAdmin Envoy's admin interface
 * @param ingress where Envoy takes requests
 */
record Ports(int grpc, int admin, int xds, int envoyAdmin, int ingress) {
  private static final int COUNT = 5;

  static Ports free() throws IOException {
    int[] free = LoopbackPorts.free(COUNT);
    return new Ports(free[0], free[1], free[2], free[3], free[4]);
  }
}
