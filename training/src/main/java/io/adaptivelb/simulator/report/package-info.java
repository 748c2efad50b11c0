/**
 * What people and programs read of runs: lines of JSON, tables, the league's document.
 *
 * <p>Imports {@code play}'s figures; must not import engine, pickers or controllers.
 */
@NullMarked
package io.adaptivelb.simulator.report;

import org.jspecify.annotations.NullMarked;
