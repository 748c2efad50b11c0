/**
 * What Envoy's admin interface says of the hosts behind it.
 *
 * <p>Reads documents and counters; knows no network and no clock. Imports {@code failure}, the domain and the telemetry.
 */
@NullMarked
package io.adaptivelb.envoyadmin;

import org.jspecify.annotations.NullMarked;
