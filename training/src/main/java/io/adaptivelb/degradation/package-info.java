/**
 * Degraded pods: which pods something is wrong with right now, learned from faults that were injected, with features that cannot name a pod.
 *
 * <p>Imports {@code recording}, {@code dataset}, {@code learner}, {@code linear} and {@code evaluation}; must not know commands or reports.
 */
@NullMarked
package io.adaptivelb.degradation;

import org.jspecify.annotations.NullMarked;
