/**
 * The service as a whole: its parts wired by plain constructors, started and stopped in order, and {@code lb serve}.
 *
 * <p>Imports everything; nothing may import it but programs that run a server in their own process.
 */
@NullMarked
package io.adaptivelb.server;

import org.jspecify.annotations.NullMarked;
