/**
 * Linear models by Tribuo: what trees have to beat.
 *
 * <p>Takes the rows of {@code learner}; must not know where they come from or what they mean. Nothing linear serves.
 */
@NullMarked
package io.adaptivelb.linear;

import org.jspecify.annotations.NullMarked;
