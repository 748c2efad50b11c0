package io.adaptivelb.failure;

/** Why a fetch, a page or a check failed. The names are labels of our own metrics: add, never rename. */
public enum FailureCode {
  /** Nobody listens: the peer answered the connection attempt with a reset. Definite, not a matter of time. */
  CONNECTION_REFUSED,
  /** The connection could not be made or broke: unreachable, reset, TLS handshake refused. */
  CONNECTION_FAILED,
  /** The host name has no address. */
  UNKNOWN_HOST,
  /** No complete answer before the deadline. */
  TIMEOUT,
  /** The peer does not speak HTTP, or not well enough. */
  BAD_HTTP,
  /** Another status than 200. */
  HTTP_STATUS,
  /** A body of a type that this source does not read, an HTML error page for example. */
  CONTENT_TYPE,
  /** The body, unpacked, exceeds the limit. */
  BODY_TOO_LARGE,
  /** The body, or its last line, ends too early. */
  TRUNCATED,
  /** The body is not UTF-8. */
  NOT_UTF8,
  /** A line is longer than the limit. */
  LINE_TOO_LONG,
  /** A line or document that does not follow its format. */
  SYNTAX,
  /** A value outside its range: NaN or negative where a count or a gauge must not be. */
  BAD_VALUE,
  /** The same series twice on a page. */
  DUPLICATE_SERIES,
  /** The buckets of a histogram decrease, or its last one, {@code +Inf}, is missing. */
  BAD_BUCKETS,
  /** More series, labels or hosts than the limit. */
  TOO_MANY,
  /** Nothing that the mapping names is there: probably the wrong page or the wrong preset. */
  NOTHING_MAPPED,
  /** The source does not know the cluster, or none of its members. */
  UNKNOWN_CLUSTER,
  /** A health check answered that the endpoint does not serve. */
  NOT_SERVING,
  /** A gRPC call ended with another code than OK. */
  GRPC_STATUS,
  /** A file cannot be read or does not follow its format. */
  BAD_FILE,
  /** A list of members that must not be empty is. */
  EMPTY,
  /** The turn never came: too many others were under way for a whole tick. */
  OVERLOADED
}
