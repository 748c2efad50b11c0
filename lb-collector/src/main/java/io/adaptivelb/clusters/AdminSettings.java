package io.adaptivelb.clusters;

import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;

/**
 * The admin interface of one Envoy.
 *
 * @param address {@code host:port}
 * @param region where the proxy runs; may be left out
 * @param zone may be left out
 * @param subZone may be left out
 */
public record AdminSettings(String address, String region, String zone, String subZone) {
  /** Throws {@link IllegalArgumentException} naming an address or a locality that is wrong. */
  public AdminSettings {
    address = Defaults.or(address, "");
    region = Defaults.or(region, "");
    zone = Defaults.or(zone, "");
    subZone = Defaults.or(subZone, "");
    if (address.isEmpty()) {
      throw new IllegalArgumentException("address is missing; write host:port of Envoy's admin");
    }
    EndpointId.parse(address);
    new Locality(region, zone, subZone);
  }

  /** An Envoy of which nothing but the address is known. */
  public static AdminSettings of(String address) {
    return new AdminSettings(address, "", "", "");
  }

  /** Where the proxy runs. */
  public Locality locality() {
    return new Locality(region, zone, subZone);
  }
}
