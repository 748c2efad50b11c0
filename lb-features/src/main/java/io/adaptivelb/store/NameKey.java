package io.adaptivelb.store;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.telemetry.Observer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The ids that stand for names in sample keys, and the keys under which the names themselves lie.
 *
 * <p>An id is the first 8 bytes of the SHA-256 of its name, not a number counted up: a name whose record was lost gets the
 * same id again, so its samples become readable again, and no id can ever come to mean somebody else.
 */
final class NameKey {
  static final byte CLUSTER = 'c';
  static final byte ENDPOINT = 'e';
  static final byte OBSERVER = 'o';

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private NameKey() {}

  static byte[] cluster(long id) {
    return key(CLUSTER, id);
  }

  static byte[] observer(long id) {
    return key(OBSERVER, id);
  }

  static byte[] endpoint(long cluster, long id) {
    byte[] key = new byte[1 + 2 * Long.BYTES];
    key[0] = ENDPOINT;
    LONG.set(key, 1, cluster);
    LONG.set(key, 1 + Long.BYTES, id);
    return key;
  }

  private static byte[] key(byte tag, long id) {
    byte[] key = new byte[1 + Long.BYTES];
    key[0] = tag;
    LONG.set(key, 1, id);
    return key;
  }

  static boolean isName(byte[] key) {
    if (key.length == 0) {
      return false;
    }
    return switch (key[0]) {
      case CLUSTER, OBSERVER -> key.length == 1 + Long.BYTES;
      case ENDPOINT -> key.length == 1 + 2 * Long.BYTES;
      default -> false;
    };
  }

  /** The first id in a name's key: of the cluster, or the observer. */
  static long first(byte[] key) {
    return (long) LONG.get(key, 1);
  }

  /** The second id in a name's key: of the endpoint. */
  static long second(byte[] key) {
    return (long) LONG.get(key, 1 + Long.BYTES);
  }

  static List<String> parts(ClusterId cluster) {
    return List.of(cluster.value());
  }

  static List<String> parts(EndpointId endpoint) {
    return List.of(endpoint.host(), Integer.toString(endpoint.port()));
  }

  static List<String> parts(Observer observer) {
    Locality locality = observer.locality();
    return List.of(
        observer.kind().name(),
        observer.name(),
        locality.region(),
        locality.zone(),
        locality.subZone());
  }

  static ClusterId cluster(List<String> parts) {
    return new ClusterId(parts.get(0));
  }

  static EndpointId endpoint(List<String> parts) {
    return new EndpointId(parts.get(0), Integer.parseInt(parts.get(1)));
  }

  static Observer observer(List<String> parts) {
    return new Observer(
        Observer.Kind.valueOf(parts.get(0)),
        parts.get(1),
        new Locality(parts.get(2), parts.get(3), parts.get(4)));
  }

  static long idOf(List<String> parts) {
    ByteWriter out = new ByteWriter();
    parts.forEach(out::writeString);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(out.toByteArray());
      return (long) LONG.get(hash, 0);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
