/**
 * The three published scores (health, load, performance; 0–100, higher is better) and their definitions.
 *
 * <p>Imports {@code domain} and {@code telemetry}; must not import {@code allocation} or {@code control}.
 */
@NullMarked
package io.adaptivelb.scoring;

import org.jspecify.annotations.NullMarked;
