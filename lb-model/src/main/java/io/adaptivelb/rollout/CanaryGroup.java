package io.adaptivelb.rollout;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Who gets a canary's weights: a share of the proxies (or of the clusters, for a rollout over many), chosen by a hash, so that
 * every process chooses the same ones and a growing share keeps those that it had. Immutable.
 *
 * @param percent 1…100; with 100 there is nobody left to compare with but the canary's own past ({@link Switchback})
 * @param salt another salt, usually the model's version, chooses others
 */
public record CanaryGroup(int percent, String salt) {
  /** Throws {@link IllegalArgumentException} when the share is out of range. */
  public CanaryGroup {
    requireInRange("percent", percent, 1, 100);
  }

  /** Whether the proxy (or cluster) of that name is in it. */
  public boolean covers(String name) {
    CRC32C crc = new CRC32C();
    crc.update((salt + '\n' + name).getBytes(StandardCharsets.UTF_8));
    return Long.remainderUnsigned(mixed(crc.getValue()), 100) < percent;
  }

  /** The finaliser of MurmurHash3: a CRC is linear, so that salts alone would only permute the names. */
  static long mixed(long value) {
    long h = value;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}
