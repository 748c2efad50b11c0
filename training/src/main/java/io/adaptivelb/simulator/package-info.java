/**
 * The simulator's commands: one scenario, or the whole league.
 *
 * <p>Imports the packages below it; nothing imports it.
 */
@NullMarked
package io.adaptivelb.simulator;

import org.jspecify.annotations.NullMarked;
