package io.adaptivelb.rpc;

import com.google.protobuf.ByteString;
import io.adaptivelb.rpc.Marshallers.Request;
import io.adaptivelb.v1.GetEndpointWeightsRequest;
import io.grpc.ServerCall;

/** The weights of a cluster, now: two look-ups and bytes that are there already. */
final class GetHandler extends SingleRequest<GetEndpointWeightsRequest> {
  private final Requests requests;

  GetHandler(Requests requests, RpcMetrics.Method metrics) {
    super(metrics);
    this.requests = requests;
  }

  @Override
  Answer handle(
      GetEndpointWeightsRequest request,
      ServerCall<Request<GetEndpointWeightsRequest>, ByteString> call) {
    complete(call, requests.weights(Requests.cluster(request.getCluster())).message());
    return Answer.DONE;
  }
}
