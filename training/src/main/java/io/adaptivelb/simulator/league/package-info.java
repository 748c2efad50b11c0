/**
 * The league: who plays what, and what came of it.
 *
 * <p>Imports {@code play}, {@code limit} and {@code scenario}; must not import reports or commands.
 */
@NullMarked
package io.adaptivelb.simulator.league;

import org.jspecify.annotations.NullMarked;
