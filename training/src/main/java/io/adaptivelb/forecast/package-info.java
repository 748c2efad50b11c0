/**
 * The next minute: what a pod's latency, CPU, memory and load will be, better than persistence and a moving average say.
 *
 * <p>Imports {@code recording}, {@code dataset}, {@code learner}, {@code linear} and {@code evaluation}; must not know commands or reports.
 */
@NullMarked
package io.adaptivelb.forecast;

import org.jspecify.annotations.NullMarked;
