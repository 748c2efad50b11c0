/**
 * What the mesh tells us: signals as immutable values in base units, and the tools that make them from raw counters.
 *
 * <p>Imports {@code domain} only. NaN means "not reported" in every gauge of this package, and nothing else.
 */
@NullMarked
package io.adaptivelb.telemetry;

import org.jspecify.annotations.NullMarked;
