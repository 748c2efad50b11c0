/**
 * The subcommands of {@code lb} that talk to a running server: status, weights, explain, override, audit.
 *
 * <p>Imports {@code api}, the values in its documents, and {@code cli}; talks to the server over REST alone and must not
 * import any of its parts.
 */
@NullMarked
package io.adaptivelb.client;

import org.jspecify.annotations.NullMarked;
