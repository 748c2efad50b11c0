/**
 * The {@code lb} command: finds the subcommands that the modules bring.
 *
 * <p>Imports nothing of ours, so that every module may bring one.
 */
@NullMarked
package io.adaptivelb.cli;

import org.jspecify.annotations.NullMarked;
