package io.adaptivelb.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.telemetry.Samples;
import io.adaptivelb.telemetry.TelemetrySample;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class SampleCodecTest {
  private final SampleCodec codec = new SampleCodec();
  private final ByteWriter out = new ByteWriter();

  @Property(tries = 2_000)
  void decode_whatEncodeWrote_isTheSame(@ForAll long seed) throws CorruptRecordException {
    TelemetrySample sample = SampleArbitraries.sample(seed);

    assertThat(decode(key(sample), encode(sample), sample)).isEqualTo(sample);
  }

  @Property(tries = 2_000)
  void decode_oneBitFlipped_isCorrupt(@ForAll long seed) {
    TelemetrySample sample = SampleArbitraries.sample(seed);
    byte[] value = encode(sample);
    int bit = new Random(seed).nextInt(8 * value.length);
    value[bit / 8] ^= (byte) (1 << bit % 8);

    assertThatThrownBy(() -> decode(key(sample), value, sample))
        .isInstanceOf(CorruptRecordException.class)
        .hasMessageContaining("checksum");
  }

  @Property(tries = 2_000)
  void decode_cutOff_isCorrupt(@ForAll long seed) {
    TelemetrySample sample = SampleArbitraries.sample(seed);
    byte[] value = encode(sample);
    byte[] cut = Arrays.copyOf(value, new Random(seed).nextInt(value.length));

    assertThatThrownBy(() -> decode(key(sample), cut, sample))
        .isInstanceOf(CorruptRecordException.class);
  }

  /** A checksum is no proof of sense: garbage that carries a right one must not get through as an error of another kind. */
  @Property(tries = 20_000)
  void decode_garbageWithARightChecksum_isASampleOrCorrupt(@ForAll long seed) {
    Random random = new Random(seed);
    TelemetrySample sample = Samples.ofEndpoint().sample();
    out.clear();
    out.writeByte(SampleCodec.VERSION);
    byte[] garbage = new byte[random.nextInt(120)];
    random.nextBytes(garbage);
    for (byte b : garbage) {
      // Small numbers get past the first range checks, into the deeper ones.
      out.writeByte(random.nextBoolean() ? b : b & 0x0f);
    }
    new Checksum().append(key(sample), out);
    try {
      assertThat(decode(key(sample), out.toByteArray(), sample).endpoint())
          .isEqualTo(sample.endpoint());
    } catch (CorruptRecordException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Property
  void nameDecode_garbage_isANameOrCorrupt(@ForAll byte[] garbage) {
    byte[] key = NameKey.cluster(1);
    out.clear();
    for (byte b : garbage) {
      out.writeByte(b);
    }
    new Checksum().append(key, out);
    for (byte[] value : new byte[][] {garbage, out.toByteArray()}) {
      try {
        new Directory().load(key, value);
      } catch (CorruptRecordException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void decode_underAnotherKey_isCorrupt() {
    TelemetrySample sample = Samples.ofEndpoint().sample();
    byte[] otherKey = key(sample);
    otherKey[SampleKey.BYTES - 1]++;

    assertThatThrownBy(() -> decode(otherKey, encode(sample), sample))
        .isInstanceOf(CorruptRecordException.class);
  }

  @Test
  void decode_laterVersion_saysSo() {
    TelemetrySample sample = Samples.ofEndpoint().sample();
    out.clear();
    out.writeByte(2);
    new Checksum().append(key(sample), out);

    assertThatThrownBy(() -> decode(key(sample), out.toByteArray(), sample))
        .isInstanceOf(CorruptRecordException.class)
        .hasMessageContaining("version 2; this program reads 1");
  }

  @Test
  void encode_typicalSample_isSmall() {
    TelemetrySample bare = Samples.ofEndpoint().sample();
    TelemetrySample typical = TypicalSamples.of(0, 0, Samples.NOW);

    assertThat(encode(bare)).hasSizeLessThan(16);
    assertThat(encode(typical)).hasSizeBetween(60, 200);
  }

  @Test
  void key_order_isClusterSliceEndpointTime() {
    byte[] first = new byte[SampleKey.BYTES];
    byte[] second = new byte[SampleKey.BYTES];
    SampleKey.write(first, 1, -1, -1, 14_999);
    SampleKey.write(second, 1, 0, 0, 15_000);
    assertThat(Arrays.compareUnsigned(first, second)).isNegative();

    SampleKey.write(first, 1, 5, 9, Samples.NOW.toEpochMilli());
    assertThat(SampleKey.epochMillis(first)).isEqualTo(Samples.NOW.toEpochMilli());
    assertThat(SampleKey.cluster(first)).isEqualTo(1);
    assertThat(SampleKey.endpoint(first)).isEqualTo(5);
    assertThat(SampleKey.observer(first)).isEqualTo(9);
    assertThat(SampleKey.END.getEpochSecond())
        .isEqualTo((1L << 32) * Duration.ofSeconds(15).toSeconds());
  }

  private byte[] encode(TelemetrySample sample) {
    codec.encode(key(sample), sample, out);
    return out.toByteArray();
  }

  private TelemetrySample decode(byte[] key, byte[] value, TelemetrySample like)
      throws CorruptRecordException {
    return codec.decode(key, value, like.cluster(), like.endpoint(), like.observer());
  }

  private static byte[] key(TelemetrySample sample) {
    byte[] key = new byte[SampleKey.BYTES];
    SampleKey.write(key, 1, 2, 3, sample.time().toEpochMilli());
    return key;
  }
}
