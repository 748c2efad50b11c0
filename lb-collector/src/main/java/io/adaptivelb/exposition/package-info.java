/**
 * The text that Prometheus endpoints expose: a strict parser for the formats 0.0.4 and OpenMetrics 1.0, and selectors
 * that pick series from it.
 *
 * <p>Imports {@code failure} only: what series mean is the business of {@code scrape}.
 */
@NullMarked
package io.adaptivelb.exposition;

import org.jspecify.annotations.NullMarked;
