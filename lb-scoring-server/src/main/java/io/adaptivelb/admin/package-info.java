/**
 * The admin API: what people and scripts see of the server and say over its weights, as REST under {@code /api/v1}, with
 * health checks and metrics beside it.
 *
 * <p>Imports {@code api}, {@code auth}, {@code ledger}, {@code models} and the heart; must not import {@code loop}, {@code rpc}, {@code
 * server} or a plugin: what it needs of them it asks its {@link io.adaptivelb.admin.ControlPlane} for.
 */
@NullMarked
package io.adaptivelb.admin;

import org.jspecify.annotations.NullMarked;
