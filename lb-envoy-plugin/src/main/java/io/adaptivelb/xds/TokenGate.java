package io.adaptivelb.xds;

import io.adaptivelb.auth.TokenVerifier;
import io.adaptivelb.auth.TokenVerifier.Granted;
import io.adaptivelb.auth.TokenVerifier.Reason;
import io.adaptivelb.auth.TokenVerifier.Refused;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.InetSocketAddress;

/** Lets a proxy in when the verifier does; its token comes as {@code authorization} metadata. */
final class TokenGate implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final TokenVerifier verifier;

  TokenGate(TokenVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return switch (verifier.verify(headers.get(AUTHORIZATION), peer(call))) {
      case Granted granted -> next.startCall(call, headers);
      case Refused refused -> {
        Status status =
            refused.reason() == Reason.LIMITED ? Status.RESOURCE_EXHAUSTED : Status.UNAUTHENTICATED;
        call.close(status.withDescription(refused.message()), new Metadata());
        yield new ServerCall.Listener<>() {};
      }
    };
  }

  private static String peer(ServerCall<?, ?> call) {
    return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
                instanceof InetSocketAddress peer
            && peer.getAddress() != null
        ? peer.getAddress().getHostAddress()
        : "unknown";
  }
}
