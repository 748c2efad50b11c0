package io.adaptivelb.cli;

import java.util.concurrent.Callable;

/**
 * A subcommand of {@code lb}: a picocli {@code @Command} class, listed in {@code
 * META-INF/services/io.adaptivelb.cli.Subcommand} of the module that brings it. Its result is the process' exit code.
 *
 * <p>Constructors must be cheap: all of them run for {@code lb --help}.
 */
public interface Subcommand extends Callable<Integer> {}
