/**
 * What a proxy integration implements to run inside the server; found by {@link java.util.ServiceLoader}.
 *
 * <p>Imports {@code table} and {@code auth}; must not import any API of the server.
 */
@NullMarked
package io.adaptivelb.plugin;

import org.jspecify.annotations.NullMarked;
