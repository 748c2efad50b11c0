/**
 * The models in service: which serve each cluster, how a candidate's rollout goes, and what follows from that.
 *
 * <p>Imports {@code registry}, {@code prediction}, {@code rollout} and {@code models}, and {@code loop} for its workers; must not
 * import {@code admin}, {@code server} or {@code rpc}.
 */
@NullMarked
package io.adaptivelb.serving;

import org.jspecify.annotations.NullMarked;
