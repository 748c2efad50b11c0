/**
 * What a person may say about weights, and how it is applied over the brain's own: values and one pure function.
 *
 * <p>Imports {@code domain} and {@code weights}. Keeping overrides durable and audited is the server's.
 */
@NullMarked
package io.adaptivelb.overrides;

import org.jspecify.annotations.NullMarked;
