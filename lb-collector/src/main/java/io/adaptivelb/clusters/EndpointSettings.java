package io.adaptivelb.clusters;

import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import java.util.Map;

/**
 * One endpoint of a static list or of a watched file.
 *
 * @param address {@code host:port}, an IPv6 address in brackets
 * @param region may be left out
 * @param zone may be left out
 * @param subZone may be left out
 * @param labels what is known of it besides, hardware class for example; may be left out
 */
public record EndpointSettings(
    String address, String region, String zone, String subZone, Map<String, String> labels) {
  /** Throws {@link IllegalArgumentException} naming an address, a locality or a label that is wrong. */
  public EndpointSettings {
    address = Defaults.or(address, "");
    region = Defaults.or(region, "");
    zone = Defaults.or(zone, "");
    subZone = Defaults.or(subZone, "");
    labels = Defaults.map(labels);
    if (address.isEmpty()) {
      throw new IllegalArgumentException("address is missing; write host:port");
    }
    EndpointId.parse(address);
    new Locality(region, zone, subZone);
  }

  /** An endpoint of which nothing but the address is known. */
  public static EndpointSettings of(String address) {
    return new EndpointSettings(address, "", "", "", Map.of());
  }

  /** The endpoint as the domain knows it. */
  public Endpoint endpoint() {
    return new Endpoint(EndpointId.parse(address), new Locality(region, zone, subZone), labels);
  }
}
