/**
 * Who belongs to a cluster: a fixed list, a watched file, a DNS name.
 *
 * <p>Says what it sees and fails loudly; keeping the last good answer is the caller's business. Imports {@code clusters},
 * {@code failure} and the domain.
 */
@NullMarked
package io.adaptivelb.discovery;

import org.jspecify.annotations.NullMarked;
