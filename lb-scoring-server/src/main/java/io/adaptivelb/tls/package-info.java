/**
 * The certificates of our listeners, read from PEM files and checked before anything listens.
 *
 * <p>Imports {@code config}; must not import any API of the server.
 */
@NullMarked
package io.adaptivelb.tls;

import org.jspecify.annotations.NullMarked;
