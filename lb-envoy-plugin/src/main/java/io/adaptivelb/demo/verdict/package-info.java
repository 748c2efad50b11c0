/**
 * What the demo measured and whether that is good enough: figures, ratios, and a verdict that can be "failed".
 *
 * <p>Imports {@code demo.load}; pure functions of what was logged.
 */
@NullMarked
package io.adaptivelb.demo.verdict;

import org.jspecify.annotations.NullMarked;
