/**
 * What an endpoint's own page says: picks the mapped series and turns their counters into what happened in an interval.
 *
 * <p>Imports {@code exposition}, {@code clusters}, {@code failure} and the telemetry; knows no network and no clock.
 */
@NullMarked
package io.adaptivelb.scrape;

import org.jspecify.annotations.NullMarked;
