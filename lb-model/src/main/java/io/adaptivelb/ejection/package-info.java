/**
 * When errors and failed health checks take an endpoint out, and how it comes back.
 *
 * <p>Imports {@code telemetry}; must not import {@code allocation} or {@code control}.
 */
@NullMarked
package io.adaptivelb.ejection;

import org.jspecify.annotations.NullMarked;
