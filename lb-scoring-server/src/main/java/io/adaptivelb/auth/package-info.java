/**
 * Who may call: bearer tokens, roles, and the rule that decides whether a token is demanded at all.
 *
 * <p>Used alike by the admin REST filter and the gRPC interceptor; must not import either.
 */
@NullMarked
package io.adaptivelb.auth;

import org.jspecify.annotations.NullMarked;
