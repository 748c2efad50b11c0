/**
 * {@code lb demo}: backends of unequal strength behind a real Envoy under open-loop load, once with equal weights, once
 * with ours, and a verdict.
 *
 * <p>Imports the server, which it runs in process, and the Envoy packages of this module; nothing imports it.
 */
@NullMarked
package io.adaptivelb.demo;

import org.jspecify.annotations.NullMarked;
