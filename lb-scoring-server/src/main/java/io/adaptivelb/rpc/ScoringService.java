package io.adaptivelb.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.adaptivelb.rpc.Marshallers.Request;
import io.adaptivelb.v1.ExplainWeightRequest;
import io.adaptivelb.v1.GetEndpointWeightsRequest;
import io.adaptivelb.v1.ScoringServiceGrpc;
import io.adaptivelb.v1.WatchEndpointWeightsRequest;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;

/** {@code adaptivelb.v1.ScoringService}, whose responses are bytes that were serialised when they were published. */
final class ScoringService {
  private ScoringService() {}

  static ServerServiceDefinition define(
      GetHandler get, WatchHandler watch, ExplainHandler explain) {
    MethodDescriptor<Request<GetEndpointWeightsRequest>, ByteString> getMethod = method(
        ScoringServiceGrpc.getGetEndpointWeightsMethod(), GetEndpointWeightsRequest.parser());
    MethodDescriptor<Request<WatchEndpointWeightsRequest>, ByteString> watchMethod = method(
        ScoringServiceGrpc.getWatchEndpointWeightsMethod(), WatchEndpointWeightsRequest.parser());
    MethodDescriptor<Request<ExplainWeightRequest>, ByteString> explainMethod =
        method(ScoringServiceGrpc.getExplainWeightMethod(), ExplainWeightRequest.parser());
    ServiceDescriptor generated = ScoringServiceGrpc.getServiceDescriptor();
    ServiceDescriptor service = ServiceDescriptor.newBuilder(generated.getName())
        .setSchemaDescriptor(generated.getSchemaDescriptor())
        .addMethod(getMethod)
        .addMethod(watchMethod)
        .addMethod(explainMethod)
        .build();
    return ServerServiceDefinition.builder(service)
        .addMethod(getMethod, get)
        .addMethod(watchMethod, watch)
        .addMethod(explainMethod, explain)
        .build();
  }

  private static <Q extends MessageLite> MethodDescriptor<Request<Q>, ByteString> method(
      MethodDescriptor<Q, ?> generated, Parser<Q> parser) {
    return generated.toBuilder(Marshallers.request(parser), Marshallers.BYTES).build();
  }
}
