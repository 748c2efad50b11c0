/**
 * What people and programs read of runs: tables, the pages of a scenario and of the league, the criteria.
 *
 * <p>Imports the figures of {@code play}, {@code limit} and {@code league}, and {@code chart} and {@code page}; must not import
 * engine, pickers or controllers.
 */
@NullMarked
package io.adaptivelb.simulator.report;

import org.jspecify.annotations.NullMarked;
