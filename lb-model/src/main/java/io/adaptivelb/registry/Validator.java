package io.adaptivelb.registry;

import java.util.List;

/**
 * Looks into a model before it is admitted: whether it parses, wants the features that we have, and is sane. Whoever knows the
 * format of the files brings it.
 */
@FunctionalInterface
public interface Validator {
  /**
   * Why the model must not be admitted, each reason naming the value and the rule; empty when nothing speaks against it. An
   * exception counts as an objection.
   */
  List<String> objections(ModelContent content);
}
