/**
 * The commands that train and evaluate models, and what they report; beside it stands the simulator.
 *
 * <p>Imports recordings, features and models; nothing imports it.
 */
@NullMarked
package io.adaptivelb.training;

import org.jspecify.annotations.NullMarked;
