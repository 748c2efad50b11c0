/**
 * Reads what people write: one YAML tree into one tree of records, over defaults that stand beside the fields.
 *
 * <p>Owns the syntax, the merging and the errors (place, path, rule, nearest known name). Knows durations, sizes and the
 * domain's names; must not import the settings that it reads.
 */
@NullMarked
package io.adaptivelb.settings;

import org.jspecify.annotations.NullMarked;
