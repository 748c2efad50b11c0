/**
 * Append-only files of JSON lines, each with a checksum: what was acknowledged survives {@code kill -9}, what was cut short
 * is recognised, and damage is named instead of guessed at.
 *
 * <p>Imports nothing of ours. Knows no folder, no lock and no meaning of a line: those are its users'.
 */
@NullMarked
package io.adaptivelb.journal;

import org.jspecify.annotations.NullMarked;
