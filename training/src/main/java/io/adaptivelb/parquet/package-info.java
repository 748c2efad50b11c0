/**
 * Data sets on disk: folders of Parquet part files with a row a moment of an endpoint, in order of time.
 *
 * <p>Knows columns and rows, not what makes them; imports nothing of {@code training}.
 */
@NullMarked
package io.adaptivelb.parquet;

import org.jspecify.annotations.NullMarked;
