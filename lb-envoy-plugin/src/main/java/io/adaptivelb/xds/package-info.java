/**
 * The xDS server: turns weight snapshots into resources and keeps every stream of proxies up to date with them.
 *
 * <p>Imports the heart's {@code domain} and {@code weights}, and the server's {@code table} and {@code auth}; must not
 * import {@code envoy} or any other API of the server.
 */
@NullMarked
package io.adaptivelb.xds;

import org.jspecify.annotations.NullMarked;
