/**
 * The JSON documents of the admin API, written by the server and read by the command line.
 *
 * <p>Values only: imports {@code domain}, {@code weights}, {@code overrides}, {@code explanation} and {@code registry} to be
 * made from them; must not import {@code admin}, {@code ledger} or {@code client}.
 */
@NullMarked
package io.adaptivelb.api;

import org.jspecify.annotations.NullMarked;
