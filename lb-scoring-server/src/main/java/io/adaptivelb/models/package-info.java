/**
 * What people do with the model registry, the same for a running server and for a folder: list, look, import, stage, remove.
 *
 * <p>Returns the documents of {@code api}; imports it, {@code registry} and what checks models; must not import {@code admin},
 * {@code client} or {@code server}, which use it.
 */
@NullMarked
package io.adaptivelb.models;

import org.jspecify.annotations.NullMarked;
