package io.adaptivelb.domain;

/**
 * Where endpoints and proxies run; proxies compare endpoint weights within one locality only.
 *
 * @param region may be empty
 * @param zone may be empty
 * @param subZone may be empty
 */
public record Locality(String region, String zone, String subZone) {
  /** The locality of whoever did not say where it is. */
  public static final Locality UNKNOWN = new Locality("", "", "");

  /** Throws {@link IllegalArgumentException} when a part has spaces or control characters. */
  public Locality {
    Names.requirePrintable("region", region);
    Names.requirePrintable("zone", zone);
    Names.requirePrintable("sub-zone", subZone);
  }

  /** {@code region/zone/subZone}, without the empty tail. */
  @Override
  public String toString() {
    String path = region + "/" + zone + "/" + subZone;
    return path.replaceAll("/+$", "");
  }
}
