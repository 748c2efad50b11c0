/**
 * Active health checks: probes that ask an endpoint whether it serves, and the verdict that counts their answers.
 *
 * <p>Imports {@code fetch}, {@code clusters} and {@code failure}; knows no clock, so it must be told when to check.
 */
@NullMarked
package io.adaptivelb.healthcheck;

import org.jspecify.annotations.NullMarked;
