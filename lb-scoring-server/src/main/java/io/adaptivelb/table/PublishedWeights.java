package io.adaptivelb.table;

import com.google.protobuf.ByteString;
import io.adaptivelb.weights.WeightSnapshot;

/**
 * A snapshot in force and its {@code adaptivelb.v1.EndpointWeights} message, serialised once for all readers. Immutable.
 *
 * @param snapshot the weights
 * @param message the bytes that the gRPC API sends and the archive keeps
 */
public record PublishedWeights(WeightSnapshot snapshot, ByteString message) {
  /** A snapshot, serialised now. */
  public static PublishedWeights of(WeightSnapshot snapshot) {
    return new PublishedWeights(snapshot, WeightMessages.toMessage(snapshot).toByteString());
  }
}
