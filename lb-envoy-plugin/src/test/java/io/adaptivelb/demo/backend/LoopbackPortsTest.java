package io.adaptivelb.demo.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LoopbackPortsTest {
  @Test
  void free_areDifferent_bindable_andNotAmongThoseOfOutgoingConnections() throws Exception {
    int[] ports = LoopbackPorts.free(50);
    assertThat(ports).hasSize(50).doesNotHaveDuplicates();
    for (int port : ports) {
      assertThat(port).isBetween(20_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(socket.getLocalPort()).isEqualTo(port);
      }
    }
  }
}
