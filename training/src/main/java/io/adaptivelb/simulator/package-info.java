/**
 * The simulator's commands: one scenario, or the whole league.
 *
 * <p>Imports the packages below it; other commands take from it how models, files and progress are handled, and no more.
 */
@NullMarked
package io.adaptivelb.simulator;

import org.jspecify.annotations.NullMarked;
