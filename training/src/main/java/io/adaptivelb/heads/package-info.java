/**
 * Trains, judges and packs the heads of a serving model: examples in, a draft for the registry out. Brings models of others in, too.
 *
 * <p>Imports {@code learner}, {@code evaluation} and what {@code lb-model} says of predictions; must not know commands, pages, simulations or
 * where examples come from.
 */
@NullMarked
package io.adaptivelb.heads;

import org.jspecify.annotations.NullMarked;
