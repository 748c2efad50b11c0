package io.adaptivelb.rpc;

import com.google.protobuf.ByteString;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.rpc.Marshallers.Request;
import io.adaptivelb.table.PublishedWeights;
import io.adaptivelb.v1.ExplainWeightRequest;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the loop, and answers from its thread, or with DEADLINE_EXCEEDED when it takes too long. */
final class ExplainHandler extends SingleRequest<ExplainWeightRequest> {
  private static final Logger log = LoggerFactory.getLogger(ExplainHandler.class);

  private final Requests requests;
  private final Explainer explainer;
  private final Duration deadline;

  ExplainHandler(
      Requests requests, Explainer explainer, Duration deadline, RpcMetrics.Method metrics) {
    super(metrics);
    this.requests = requests;
    this.explainer = explainer;
    this.deadline = deadline;
  }

  @Override
  Answer handle(
      ExplainWeightRequest request, ServerCall<Request<ExplainWeightRequest>, ByteString> call) {
    ClusterId cluster = Requests.cluster(request.getCluster());
    EndpointId endpoint = Requests.endpoint(request.getEndpoint());
    PublishedWeights weights = requests.weights(cluster);
    if (weights.snapshot().find(endpoint).isEmpty()) {
      throw noSuch(cluster, endpoint);
    }
    AtomicBoolean over = new AtomicBoolean();
    var unused = explainer
        .explain(cluster, endpoint)
        .orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete((explanation, failure) -> {
          if (over.compareAndSet(false, true)) {
            if (failure == null) {
              answer(call, explanation, weights);
            } else {
              fail(call, problem(cluster, endpoint, failure));
            }
          }
        });
    return new Answer() {
      @Override
      public void ended() {
        over.set(true);
      }
    };
  }

  private void answer(
      ServerCall<Request<ExplainWeightRequest>, ByteString> call,
      Explanation explanation,
      PublishedWeights weights) {
    complete(
        call, ExplanationMessages.toMessage(explanation, weights.snapshot()).toByteString());
  }

  private StatusRuntimeException problem(
      ClusterId cluster, EndpointId endpoint, Throwable failure) {
    @Nullable
    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    return switch (cause) {
      case NoSuchElementException gone -> noSuch(cluster, endpoint);
      case TimeoutException late ->
        Problem.late("no explanation within %d ms".formatted(deadline.toMillis()));
      case RejectedExecutionException busy -> Problem.retry("the scoring loop is busy", 1);
      default -> {
        log.error("Cannot explain {} of {}", endpoint, cluster, failure);
        yield Problem.internal();
      }
    };
  }

  private static StatusRuntimeException noSuch(ClusterId cluster, EndpointId endpoint) {
    return Problem.notFound(
        "endpoint",
        endpoint.toString(),
        "cluster %s has no endpoint %s".formatted(cluster, endpoint));
  }
}
