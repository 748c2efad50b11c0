/**
 * Telemetry that others recorded, read from files into days of minutes: strict about what it takes in, loud about what it repairs
 * and refuses.
 *
 * <p>Knows layouts of files; must not know features, models or evaluations.
 */
@NullMarked
package io.adaptivelb.recording;

import org.jspecify.annotations.NullMarked;
