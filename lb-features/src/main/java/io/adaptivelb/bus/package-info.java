/**
 * How signals travel from sources to whoever listens: in this process, or over Kafka.
 *
 * <p>Imports {@code domain} and {@code telemetry}.
 */
@NullMarked
package io.adaptivelb.bus;

import org.jspecify.annotations.NullMarked;
