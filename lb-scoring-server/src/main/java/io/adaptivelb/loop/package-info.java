/**
 * The control loops under real time: signals from the bus in, weights into the table and onto the disk.
 *
 * <p>Owns pace, threads, failures and the archive of published weights. Imports the heart, {@code bus}, {@code table} and
 * its settings; must not import any API of the server.
 */
@NullMarked
package io.adaptivelb.loop;

import org.jspecify.annotations.NullMarked;
