/**
 * The models on disk: immutable versions with their manifests, and the history of which one served what, kept through {@code
 * kill -9}, damage and several processes at once.
 *
 * <p>Imports {@code domain}, {@code journal} and {@code rollout}. What is in a model's files is no business of this package: a
 * {@link io.adaptivelb.registry.Validator} is asked.
 */
@NullMarked
package io.adaptivelb.registry;

import org.jspecify.annotations.NullMarked;
