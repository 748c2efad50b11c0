/**
 * Discrete-event simulation of proxies in front of endpoints, under virtual time.
 *
 * <p>Knows requests, queues and clocks; must not import policies, scenarios or reports, which drive it from outside. Times
 * are seconds as {@code double} since the start of the run; only {@link java.lang.StrictMath} computes logarithms and powers,
 * so that the engine gives the same bytes on any machine (the control loop in it uses {@link java.lang.Math}, whose last bit may differ).
 */
@NullMarked
package io.adaptivelb.simulator.engine;

import org.jspecify.annotations.NullMarked;
