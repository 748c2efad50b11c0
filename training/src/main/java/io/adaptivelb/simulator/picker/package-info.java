/**
 * How proxies pick: each peer's algorithm in a class of its own, with its source and its defaults.
 *
 * <p>Sees the {@link io.adaptivelb.simulator.engine.Mesh} and nothing else of a run; must not import scenarios, controllers
 * or reports.
 */
@NullMarked
package io.adaptivelb.simulator.picker;

import org.jspecify.annotations.NullMarked;
