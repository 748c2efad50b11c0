/**
 * The demo's endpoints: real HTTP servers of unequal strength, the faults that befall them, and their honest metrics.
 *
 * <p>Imports nothing of ours: a backend knows neither Envoy nor the brain, which meet it over the wire only.
 */
@NullMarked
package io.adaptivelb.demo.backend;

import org.jspecify.annotations.NullMarked;
