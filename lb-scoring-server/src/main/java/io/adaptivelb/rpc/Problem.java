package io.adaptivelb.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import io.adaptivelb.domain.ClusterId;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** The errors of the API, each with its code and {@code google.rpc} details. */
final class Problem {
  private static final String DOMAIN = "adaptivelb";

  private Problem() {}

  /** INVALID_ARGUMENT: a field of the request breaks a rule. */
  static StatusRuntimeException invalid(String field, String rule) {
    return of(
        Code.INVALID_ARGUMENT,
        rule,
        BadRequest.newBuilder()
            .addFieldViolations(FieldViolation.newBuilder().setField(field).setDescription(rule))
            .build());
  }

  /** NOT_FOUND: there is no such cluster or endpoint. */
  static StatusRuntimeException notFound(String type, String name, String message) {
    return of(
        Code.NOT_FOUND,
        message,
        ResourceInfo.newBuilder()
            .setResourceType(type)
            .setResourceName(name)
            .setDescription(message)
            .build());
  }

  /** UNAVAILABLE: the cluster is known and has no weights yet. */
  static StatusRuntimeException notYet(ClusterId cluster) {
    return retry("cluster %s has no weights yet".formatted(cluster), 1);
  }

  /** UNAVAILABLE: worth another try after so many seconds. */
  static StatusRuntimeException retry(String message, int seconds) {
    return of(
        Code.UNAVAILABLE,
        message,
        RetryInfo.newBuilder()
            .setRetryDelay(Duration.newBuilder().setSeconds(seconds))
            .build());
  }

  /** UNAUTHENTICATED, or RESOURCE_EXHAUSTED for too many failed attempts. */
  static StatusRuntimeException refused(boolean limited, String reason, String message) {
    return of(
        limited ? Code.RESOURCE_EXHAUSTED : Code.UNAUTHENTICATED,
        message,
        ErrorInfo.newBuilder().setDomain(DOMAIN).setReason(reason).build());
  }

  /** DEADLINE_EXCEEDED: our own deadline, not the client's. */
  static StatusRuntimeException late(String message) {
    return of(
        Code.DEADLINE_EXCEEDED,
        message,
        ErrorInfo.newBuilder().setDomain(DOMAIN).setReason("SERVER_DEADLINE").build());
  }

  /** INTERNAL: our fault; what it was is in the log. */
  static StatusRuntimeException internal() {
    return of(
        Code.INTERNAL,
        "the server failed; its log says how",
        ErrorInfo.newBuilder().setDomain(DOMAIN).setReason("INTERNAL").build());
  }

  private static StatusRuntimeException of(Code code, String message, Message detail) {
    return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
        .setCode(code.getNumber())
        .setMessage(message)
        .addDetails(Any.pack(detail))
        .build());
  }
}
