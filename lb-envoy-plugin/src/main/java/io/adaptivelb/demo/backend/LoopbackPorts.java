package io.adaptivelb.demo.backend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback interface that were free a moment ago, for parts that must know of each other before they start or
 * come back to where they were.
 *
 * <p>Below the range from which systems give ports to outgoing connections (32768 on Linux, 49152 elsewhere): a port from it
 * may belong to a connection by the time that a restarted process wants it back.
 */
public final class LoopbackPorts {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;

  private LoopbackPorts() {}

  /** So many different ones. */
  public static int[] free(int count) throws IOException {
    Set<Integer> ports = new TreeSet<>();
    // Each try may meet somebody else's port; a machine on which this many do has none to give.
    for (int tries = 0; ports.size() < count && tries < HIGHEST - LOWEST; tries++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        ports.add(port);
      }
    }
    if (ports.size() < count) {
      throw new IOException("there are no %d free ports in %d…%d on the loopback interface"
          .formatted(count, LOWEST, HIGHEST));
    }
    return ports.stream().mapToInt(Integer::intValue).toArray();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
