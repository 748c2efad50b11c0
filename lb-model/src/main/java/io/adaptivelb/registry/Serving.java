package io.adaptivelb.registry;

import java.util.List;

/** The model that may serve a cluster, and what kept better ones from it. */
public sealed interface Serving {
  /** What is wrong, one sentence each: versions that are damaged, with file and reason. */
  List<String> problems();

  /**
   * A model, every byte of it checked.
   *
   * @param content the active version, or with {@code problems} the last one before it that is intact
   * @param problems empty when it is the active version
   */
  record Model(ModelContent content, List<String> problems) implements Serving {
    /** Copies the list. */
    public Model {
      problems = List.copyOf(problems);
    }
  }

  /**
   * None: the analytic rung serves.
   *
   * @param problems empty when no version was ever made active
   */
  record None(List<String> problems) implements Serving {
    /** Copies the list. */
    public None {
      problems = List.copyOf(problems);
    }
  }
}
