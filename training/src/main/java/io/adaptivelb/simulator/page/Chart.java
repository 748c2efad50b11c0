package io.adaptivelb.simulator.page;

import java.util.Map;

/**
 * A plot that the library draws.
 *
 * @param title what it shows
 * @param note how to read it; may be empty
 * @param wide whether it takes a row of its own
 * @param height in pixels
 * @param width least width in pixels; on a narrower window it scrolls
 * @param options of Apache ECharts, in what Jackson can write
 */
public record Chart(
    String title, String note, boolean wide, int height, int width, Map<String, Object> options) {}
