package io.adaptivelb.rpc;

import io.adaptivelb.auth.TokenVerifier;
import io.adaptivelb.auth.TokenVerifier.Granted;
import io.adaptivelb.auth.TokenVerifier.Refused;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Demands a token where the {@link TokenVerifier} does. Health checks go through without one, because those who ask
 * (orchestrators) have none and learn nothing but a yes or no.
 */
final class TokenInterceptor implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String HEALTH = "grpc.health.v1.Health";

  private final TokenVerifier verifier;

  TokenInterceptor(TokenVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (HEALTH.equals(call.getMethodDescriptor().getServiceName())) {
      return next.startCall(call, headers);
    }
    return switch (verifier.verify(headers.get(AUTHORIZATION), peer(call))) {
      case Granted granted -> next.startCall(call, headers);
      case Refused refused -> {
        StatusRuntimeException problem = Problem.refused(
            refused.reason() == TokenVerifier.Reason.LIMITED,
            "TOKEN_" + refused.reason().name(),
            refused.message());
        @Nullable Metadata trailers = problem.getTrailers();
        call.close(problem.getStatus(), trailers == null ? new Metadata() : trailers);
        yield new ServerCall.Listener<>() {};
      }
    };
  }

  private static String peer(ServerCall<?, ?> call) {
    @Nullable SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return address instanceof InetSocketAddress internet && internet.getAddress() != null
        ? internet.getAddress().getHostAddress()
        : String.valueOf(address);
  }
}
