/**
 * What the demo shows: a table in place on a terminal, plain lines elsewhere, and the verdict.
 *
 * <p>Imports {@code demo.verdict}; draws what it is told and measures nothing.
 */
@NullMarked
package io.adaptivelb.demo.screen;

import org.jspecify.annotations.NullMarked;
