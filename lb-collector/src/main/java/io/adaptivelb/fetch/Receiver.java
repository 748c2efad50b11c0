package io.adaptivelb.fetch;

import io.adaptivelb.failure.SourceFailure;

/** Who waits for an answer. Exactly one of both is called, once, on a network thread: be quick. */
public interface Receiver {
  /** An answer came, of whatever status; its bytes are valid until this returns. */
  void received(Response response);

  /** None came. */
  void failed(SourceFailure failure);
}
