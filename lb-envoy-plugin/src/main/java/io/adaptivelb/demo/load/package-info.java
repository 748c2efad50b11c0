/**
 * The demo's clients: an open-loop load generator that measures from the intended send time, and what it measured.
 *
 * <p>Imports nothing of ours: it knows the address of a proxy and no more.
 */
@NullMarked
package io.adaptivelb.demo.load;

import org.jspecify.annotations.NullMarked;
