/**
 * The gRPC API {@code adaptivelb.v1.ScoringService}, with health and reflection, on Netty.
 *
 * <p>Reads {@code table}; asks the loop through {@link io.adaptivelb.rpc.Explainer}. Must not import {@code loop} or any
 * other API.
 */
@NullMarked
package io.adaptivelb.rpc;

import org.jspecify.annotations.NullMarked;
