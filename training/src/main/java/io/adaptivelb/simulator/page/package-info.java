/**
 * A document of text and charts, as Markdown and as one HTML file that needs no network.
 *
 * <p>Knows nothing of simulations; imports nothing of ours.
 */
@NullMarked
package io.adaptivelb.simulator.page;

import org.jspecify.annotations.NullMarked;
