/**
 * What a user may set: one YAML tree read into one tree of records, over defaults that stand beside the fields.
 *
 * <p>Reading, merging and the errors are those of {@code settings}. Imports the settings records of other packages; nothing of the
 * parts that they configure.
 */
@NullMarked
package io.adaptivelb.config;

import org.jspecify.annotations.NullMarked;
