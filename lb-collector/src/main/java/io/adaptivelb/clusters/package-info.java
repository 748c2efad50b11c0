/**
 * What a user says of his clusters: who belongs to them, where their telemetry is, how they are checked.
 *
 * <p>Records that mirror the YAML tree key by key; a key that is left out reads as its default. Imports {@code domain} and
 * {@code exposition} only: settings know nothing of what is built from them.
 */
@NullMarked
package io.adaptivelb.clusters;

import org.jspecify.annotations.NullMarked;
