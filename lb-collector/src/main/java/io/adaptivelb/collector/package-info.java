/**
 * The collector: asks every source of every cluster on its own schedule and publishes what they say.
 *
 * <p>Joins the packages of this module and owns their clock; must not be imported by any of them.
 */
@NullMarked
package io.adaptivelb.collector;

import org.jspecify.annotations.NullMarked;
