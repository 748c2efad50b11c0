package io.adaptivelb.scrape;

/** A cumulative bucket of one histogram on a page; mutable, because it is filled again for every page. */
final class Bucket {
  /** Tells histograms of one page apart. */
  long histogram;

  /** Tells the bucket from every other series, on later pages too. */
  long key;

  /** Upper bound in seconds. */
  double bound;

  /** Observations up to the bound, since the start. */
  double value;

  /** Where on the page. */
  int line;

  /** By histogram, then by bound. */
  static int order(Bucket a, Bucket b) {
    int byHistogram = Long.compare(a.histogram, b.histogram);
    return byHistogram != 0 ? byHistogram : Double.compare(a.bound, b.bound);
  }
}
