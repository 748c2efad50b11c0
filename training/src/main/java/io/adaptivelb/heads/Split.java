package io.adaptivelb.heads;

/** What separates examples to train on from those to be judged by. */
public enum Split {
  /** Time: a cluster's later time is judged, by what its past and that of the others taught, with a gap between. */
  TIME,
  /** Clusters: each is judged by what the others taught. */
  CLUSTER
}
