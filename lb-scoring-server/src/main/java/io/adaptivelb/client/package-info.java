/**
 * The subcommands of {@code lb} that talk to a running server: status, weights, explain, override, model, audit.
 *
 * <p>Imports {@code api}, the values in its documents, and {@code cli}; talks to the server over REST alone and must not
 * import any of its parts. Where {@code lb model} works on a folder instead, it does so through {@code models}.
 */
@NullMarked
package io.adaptivelb.client;

import org.jspecify.annotations.NullMarked;
