package io.adaptivelb.xds;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The IP addresses of hosts that are known by name: EDS takes addresses only, and a name in it makes a proxy refuse the
 * whole cluster. Thread-safe.
 *
 * <p>Names are looked up on the given executor, never by the caller, and again after {@link #REFRESH}; the last address that
 * was found stays in force while look-ups fail.
 */
final class HostAddresses {
  static final Duration REFRESH = Duration.ofSeconds(30);

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Lookup lookup;
  private final InstantSource clock;
  private final Executor executor;
  private final Runnable changed;

  /** Finds the address of a host name; may block. */
  @FunctionalInterface
  interface Lookup {
    InetAddress find(String host) throws UnknownHostException;
  }

  /**
   * No addresses yet.
   *
   * @param changed called after a look-up that found something new, or failed for the first time
   */
  HostAddresses(Lookup lookup, InstantSource clock, Executor executor, Runnable changed) {
    this.lookup = lookup;
    this.clock = clock;
    this.executor = executor;
    this.changed = changed;
  }

  /**
   * What is known of some hosts.
   *
   * @param byHost the address of each host that has one
   * @param revision the sum of how often each address has moved: 0 where all are literal or have never moved
   * @param pending whether the first look-up of one of them is still under way
   */
  record Known(Map<String, String> byHost, long revision, boolean pending) {}

  /** What is known of {@code hosts}, now; starts the look-ups that are due. */
  Known find(Iterable<String> hosts) {
    Map<String, String> byHost = new HashMap<>();
    long revision = 0;
    boolean pending = false;
    for (String host : hosts) {
      if (InetAddresses.isInetAddress(host)) {
        byHost.put(host, host);
        continue;
      }
      Entry entry = entries.computeIfAbsent(host, h -> new Entry());
      entry.lookUpIfDue(host);
      synchronized (entry) {
        if (!entry.address.isEmpty()) {
          byHost.put(host, entry.address);
        }
        revision += entry.moves;
        pending |= !entry.tried;
      }
    }
    return new Known(byHost, revision, pending);
  }

  /** The names that have no address. */
  Set<String> unresolved() {
    Set<String> hosts = new TreeSet<>();
    entries.forEach((host, entry) -> {
      synchronized (entry) {
        if (entry.tried && entry.address.isEmpty()) {
          hosts.add(host);
        }
      }
    });
    return hosts;
  }

  /** Forgets the names that are in no cluster any more. */
  void retain(Set<String> hosts) {
    entries.keySet().retainAll(new HashSet<>(hosts));
  }

  private final class Entry {
    private String address = "";
    private long moves;
    private boolean tried;
    private boolean busy;
    private Instant due = Instant.MIN;

    private void lookUpIfDue(String host) {
      synchronized (this) {
        if (busy || clock.instant().isBefore(due)) {
          return;
        }
        busy = true;
        due = clock.instant().plus(REFRESH);
      }
      executor.execute(() -> {
        String found = "";
        try {
          found = lookup.find(host).getHostAddress();
        } catch (UnknownHostException e) {
          // Shown in the status as unresolved; the next look-up may do better.
        }
        if (took(found)) {
          changed.run();
        }
      });
    }

    private synchronized boolean took(String found) {
      boolean news = !tried || (!found.isEmpty() && !found.equals(address));
      if (!found.isEmpty() && !found.equals(address)) {
        // A version must not come back with other bytes, so every address after the first one
        // counts.
        moves += address.isEmpty() && !tried ? 0 : 1;
        address = found;
      }
      tried = true;
      busy = false;
      return news;
    }
  }
}
