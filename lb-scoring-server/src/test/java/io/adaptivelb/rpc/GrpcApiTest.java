package io.adaptivelb.rpc;

import static io.adaptivelb.rpc.ApiFixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import io.adaptivelb.auth.Principal;
import io.adaptivelb.auth.Role;
import io.adaptivelb.auth.TokenVerifier;
import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.explanation.Explanation.Contribution;
import io.adaptivelb.explanation.Explanation.Kind;
import io.adaptivelb.loop.Snapshots;
import io.adaptivelb.table.WeightMessages;
import io.adaptivelb.v1.ExplainWeightRequest;
import io.adaptivelb.v1.Forecast;
import io.adaptivelb.v1.GetEndpointWeightsRequest;
import io.adaptivelb.v1.ScoringServiceGrpc;
import io.adaptivelb.v1.WatchEndpointWeightsRequest;
import io.adaptivelb.v1.WeightExplanation;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.WeightSnapshot;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcApiTest {
  private static final WeightSnapshot WEIGHTS = Snapshots.rich(SHOP, 7, 20);

  @Test
  void get_sendsTheSnapshotInForce() throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      fixture.table.publish(WEIGHTS);
      assertThat(fixture.stub().getEndpointWeights(request("shop")))
          .isEqualTo(WeightMessages.toMessage(WEIGHTS));
      assertThat(fixture.counted("GetEndpointWeights", "OK")).isEqualTo(1);
    }
  }

  @Test
  void get_ofAClusterWithoutWeightsYet_saysWhenToTryAgain() throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      StatusRuntimeException error =
          failure(() -> fixture.stub().getEndpointWeights(request("empty")));
      assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(detail(error, RetryInfo.class).getRetryDelay().getSeconds()).isEqualTo(1);
      assertThat(fixture.counted("GetEndpointWeights", "UNAVAILABLE")).isEqualTo(1);
    }
  }

  @Test
  void get_ofAnUnknownCluster_namesIt() throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      StatusRuntimeException error =
          failure(() -> fixture.stub().getEndpointWeights(request("shpo")));
      assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
      assertThat(error.getStatus().getDescription()).isEqualTo("there is no cluster shpo");
      ResourceInfo info = detail(error, ResourceInfo.class);
      assertThat(info.getResourceType()).isEqualTo("cluster");
      assertThat(info.getResourceName()).isEqualTo("shpo");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with space", "tab\t", "nul\u0000"})
  void get_withABadName_namesTheField(String name) throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      StatusRuntimeException error =
          failure(() -> fixture.stub().getEndpointWeights(request(name)));
      assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(detail(error, BadRequest.class).getFieldViolations(0).getField())
          .isEqualTo("cluster");
    }
  }

  @Test
  void watch_withANegativeVersion_namesTheField() throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      fixture.table.publish(WEIGHTS);
      StatusRuntimeException error = failure(() -> fixture
          .stub()
          .watchEndpointWeights(WatchEndpointWeightsRequest.newBuilder()
              .setCluster("shop")
              .setResumeVersion(-1)
              .build())
          .next());
      assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(detail(error, BadRequest.class).getFieldViolations(0).getField())
          .isEqualTo("resume_version");
    }
  }

  @Test
  void explain_translatesEveryPart() throws Exception {
    EndpointWeight line = WEIGHTS.endpoints().get(0);
    Explanation explanation = new Explanation(
        SHOP,
        line.id(),
        WEIGHTS.time(),
        WEIGHTS.version(),
        line.weight(),
        line.status(),
        WEIGHTS.rung(),
        line.score(),
        List.of(
            new Contribution(Kind.FAIR_SHARE, "fair_share", "where all begin", 1_000),
            new Contribution(Kind.ESTIMATE, "capacity", "slow", line.weight() - 900),
            new Contribution(Kind.FORECAST, "forecast.season.next", "a dip is due", -100)),
        List.of(new Explanation.Counterfactual("if it were fast", 1_200)),
        Optional.of(new Explanation.Foretold("m-1", 0.75, 1.5, 0.5, 0.25)));
    try (ApiFixture fixture =
        new ApiFixture(ApiFixture.OPEN, (c, e) -> CompletableFuture.completedFuture(explanation))) {
      fixture.table.publish(WEIGHTS);
      WeightExplanation answer =
          fixture.stub().explainWeight(explainRequest(line.id().toString()));
      assertThat(answer.getEndpoint()).isEqualTo(WeightMessages.toMessage(line));
      assertThat(answer.getContributionsList())
          .extracting(c -> c.getKind().name() + " " + c.getWeightUnits())
          .containsExactly(
              "KIND_FAIR_SHARE 1000",
              "KIND_ESTIMATE " + (line.weight() - 900),
              "KIND_FORECAST -100");
      assertThat(answer.getForecast())
          .isEqualTo(Forecast.newBuilder()
              .setModel("m-1")
              .setTrust(0.75)
              .setDemandFactor(1.5)
              .setCoresFactor(0.5)
              .setFailure(0.25)
              .build());
      assertThat(answer.getCounterfactuals(0).getWeight()).isEqualTo(1_200);
      assertThat(answer.getVersion()).isEqualTo(7);
    }
  }

  @Test
  void explain_thatTakesTooLong_isGivenUp() throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      fixture.table.publish(WEIGHTS);
      StatusRuntimeException error =
          failure(() -> fixture.stub().explainWeight(explainRequest("10.0.0.0:8080")));
      assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(detail(error, ErrorInfo.class).getReason()).isEqualTo("SERVER_DEADLINE");
    }
  }

  @Test
  void explain_failures_haveTheirOwnCodes() throws Exception {
    assertThat(explainFailure(new NoSuchElementException("gone"))).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(explainFailure(new RejectedExecutionException("busy")))
        .isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(explainFailure(new IllegalStateException("bug"))).isEqualTo(Status.Code.INTERNAL);
  }

  private static Status.Code explainFailure(RuntimeException cause) throws Exception {
    try (ApiFixture fixture =
        new ApiFixture(ApiFixture.OPEN, (c, e) -> CompletableFuture.failedFuture(cause))) {
      fixture.table.publish(WEIGHTS);
      return failure(() -> fixture.stub().explainWeight(explainRequest("10.0.0.0:8080")))
          .getStatus()
          .getCode();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0", "10.0.0.0:http", "10.0.0.0:0", "::1:80"})
  void explain_withABadAddress_namesTheField(String address) throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      fixture.table.publish(WEIGHTS);
      StatusRuntimeException error =
          failure(() -> fixture.stub().explainWeight(explainRequest(address)));
      assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(detail(error, BadRequest.class).getFieldViolations(0).getField())
          .isEqualTo("endpoint");
    }
  }

  @Test
  void explain_ofAnEndpointThatIsNoMember_isNotFound() throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      fixture.table.publish(WEIGHTS);
      StatusRuntimeException error =
          failure(() -> fixture.stub().explainWeight(explainRequest("10.9.9.9:80")));
      assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
      assertThat(detail(error, ResourceInfo.class).getResourceName()).isEqualTo("10.9.9.9:80");
    }
  }

  @Test
  void health_servesFromTheFirstWeightsOn() throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      assertThat(health(fixture, "")).isEqualTo(ServingStatus.NOT_SERVING);
      fixture.table.publish(WEIGHTS);
      assertThat(health(fixture, "")).isEqualTo(ServingStatus.SERVING);
      assertThat(health(fixture, ScoringServiceGrpc.SERVICE_NAME)).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void reflection_listsTheServiceAndItsFile() throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
      StreamObserver<ServerReflectionRequest> requests = ServerReflectionGrpc.newStub(
              fixture.channel)
          .serverReflectionInfo(new StreamObserver<>() {
            @Override
            public void onNext(ServerReflectionResponse response) {
              answer.complete(response);
            }

            @Override
            public void onError(Throwable error) {
              answer.completeExceptionally(error);
            }

            @Override
            public void onCompleted() {}
          });
      requests.onNext(ServerReflectionRequest.newBuilder()
          .setFileContainingSymbol("adaptivelb.v1.ScoringService.GetEndpointWeights")
          .build());
      assertThat(answer.get(20, TimeUnit.SECONDS).getFileDescriptorResponse().toString())
          .contains("EndpointWeights");
      requests.onCompleted();
    }
  }

  @Test
  void token_isDemandedWhereTheVerifierDoes_butNotForHealth() throws Exception {
    TokenVerifier verifier = (authorization, peer) -> "Bearer sesame".equals(authorization)
        ? new TokenVerifier.Granted(new Principal("ann", Role.VIEWER, true))
        : new TokenVerifier.Refused(TokenVerifier.Reason.MISSING, "a token is needed");
    try (ApiFixture fixture = new ApiFixture(verifier, (c, e) -> new CompletableFuture<>())) {
      fixture.table.publish(WEIGHTS);
      StatusRuntimeException error =
          failure(() -> fixture.stub().getEndpointWeights(request("shop")));
      assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(detail(error, ErrorInfo.class).getReason()).isEqualTo("TOKEN_MISSING");
      Metadata headers = new Metadata();
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer sesame");
      assertThat(fixture
              .stub()
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
              .getEndpointWeights(request("shop"))
              .getVersion())
          .isEqualTo(7);
      assertThat(health(fixture, "")).isEqualTo(ServingStatus.SERVING);
    }
  }

  private static ServingStatus health(ApiFixture fixture, String service) {
    return HealthGrpc.newBlockingStub(fixture.channel)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private static GetEndpointWeightsRequest request(String cluster) {
    return GetEndpointWeightsRequest.newBuilder().setCluster(cluster).build();
  }

  private static ExplainWeightRequest explainRequest(String endpoint) {
    return ExplainWeightRequest.newBuilder()
        .setCluster("shop")
        .setEndpoint(endpoint)
        .build();
  }

  private static StatusRuntimeException failure(ThrowingCallable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call);
  }

  private static <M extends Message> M detail(StatusRuntimeException error, Class<M> type)
      throws Exception {
    com.google.rpc.Status status = StatusProto.fromThrowable(error);
    assertThat(status).isNotNull();
    List<Any> details = status == null ? List.of() : status.getDetailsList();
    return details.get(0).unpack(type);
  }
}
