package io.adaptivelb.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

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
    List<ServerSocket> held = new ArrayList<>();
    try {
      while (held.size() < COUNT) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return new Ports(
          held.get(0).getLocalPort(),
          held.get(1).getLocalPort(),
          held.get(2).getLocalPort(),
          held.get(3).getLocalPort(),
          held.get(4).getLocalPort());
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }
}
