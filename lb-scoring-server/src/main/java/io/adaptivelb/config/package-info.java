/**
 * What a user may set: one YAML tree read into one tree of records, over defaults that stand beside the fields.
 *
 * <p>Owns reading, merging and the errors. Imports the settings records of other packages and modules; nothing of the
 * parts that they configure.
 */
@NullMarked
package io.adaptivelb.config;

import org.jspecify.annotations.NullMarked;
