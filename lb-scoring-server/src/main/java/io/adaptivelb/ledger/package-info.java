/**
 * Overrides and the audit log, durable before they are acknowledged: one append-only file of JSON lines that people can
 * read.
 *
 * <p>Imports {@code overrides} of the heart and {@code api}; knows nothing of weights in force, of REST or of roles.
 */
@NullMarked
package io.adaptivelb.ledger;

import org.jspecify.annotations.NullMarked;
