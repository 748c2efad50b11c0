/**
 * A policy plays a scenario: names become pickers and control planes, a run becomes a line of figures.
 *
 * <p>Joins {@code engine}, {@code scenario}, {@code picker} and {@code brain}; must not import reports or commands.
 */
@NullMarked
package io.adaptivelb.simulator.play;

import org.jspecify.annotations.NullMarked;
