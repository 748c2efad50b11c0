/**
 * What a scenario file says, and the run that it becomes: servers, traffic, faults.
 *
 * <p>Owns the YAML's records and their rules; takes the settings records of {@code picker} and {@code brain}. Must not import
 * policies, controllers' rules or reports: a scenario does not know who plays in it.
 */
@NullMarked
package io.adaptivelb.simulator.scenario;

import org.jspecify.annotations.NullMarked;
