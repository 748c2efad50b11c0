/**
 * What happens between two ticks: bursts of errors and endpoints on which requests pile up.
 *
 * <p>Imports {@code telemetry}; must not import {@code allocation} or {@code control}.
 */
@NullMarked
package io.adaptivelb.fastpath;

import org.jspecify.annotations.NullMarked;
