/**
 * The control loop: signals in, weight snapshots out, under whatever clock the caller keeps.
 *
 * <p>Pure: no threads, no I/O, no clock of its own. Server, simulator and replay drive the same class.
 */
@NullMarked
package io.adaptivelb.control;

import org.jspecify.annotations.NullMarked;
