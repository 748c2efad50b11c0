/**
 * Options of the chart library for the plots that reports need: maps, bars, curves.
 *
 * <p>Owns how things look; must not import what is measured, nor how it is played.
 */
@NullMarked
package io.adaptivelb.simulator.chart;

import org.jspecify.annotations.NullMarked;
