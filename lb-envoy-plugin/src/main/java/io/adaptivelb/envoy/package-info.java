/**
 * Envoy itself: the binary, a running process and its admin interface, the bootstrap, and our plugin inside the server.
 *
 * <p>Imports {@code xds}, the server's plugin contract and its {@code config}; must not import the collector or the control loop.
 */
@NullMarked
package io.adaptivelb.envoy;

import org.jspecify.annotations.NullMarked;
