/**
 * The highest load that a policy stands: what is asked of it, the search, and what was found.
 *
 * <p>Imports {@code play} and {@code scenario}; must not import reports or commands.
 */
@NullMarked
package io.adaptivelb.simulator.limit;

import org.jspecify.annotations.NullMarked;
