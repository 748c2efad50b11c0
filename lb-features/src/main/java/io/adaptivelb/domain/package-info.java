/**
 * The nouns that every module shares: clusters, endpoints, localities.
 *
 * <p>Values only, validated when they are made. Imports nothing of ours.
 */
@NullMarked
package io.adaptivelb.domain;

import org.jspecify.annotations.NullMarked;
