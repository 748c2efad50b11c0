package io.adaptivelb.collector;

import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import java.util.Map;
import java.util.function.Consumer;

/** One source of one cluster at work. Confined to the timeline's thread. */
interface Part extends AutoCloseable {
  /** Goes on with these members; called before the first tick, and at each change. */
  void members(Map<EndpointId, Endpoint> members);

  /** A tick begins. */
  default void tick() {}

  /** Shows every log that it keeps. */
  void logs(Consumer<TargetLog> each);

  /** Ends its connections. */
  @Override
  void close();
}
