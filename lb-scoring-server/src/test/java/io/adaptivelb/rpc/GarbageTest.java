package io.adaptivelb.rpc;

import static io.adaptivelb.rpc.ApiFixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.adaptivelb.loop.Snapshots;
import io.adaptivelb.v1.GetEndpointWeightsRequest;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a peer sends, it gets an error, and the others are served on. */
class GarbageTest {
  private static final MethodDescriptor.Marshaller<byte[]> RAW =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  @ParameterizedTest
  @ValueSource(strings = {"GetEndpointWeights", "WatchEndpointWeights", "ExplainWeight"})
  void messageThatIsNone_isAnInvalidArgument(String method) throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      for (byte[] garbage : new byte[][] {
        {0x0a, 0x7f},
        {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
        // The field is a string, and these bytes are no UTF-8.
        {0x0a, 0x02, (byte) 0xc3, 0x28},
      }) {
        StatusRuntimeException error = call(fixture, method, garbage);
        assertThat(error.getStatus().getCode())
            .as(Arrays.toString(garbage))
            .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(error.getStatus().getDescription()).contains("no valid message");
      }
      assertServes(fixture);
    }
  }

  @Test
  void randomMessages_alwaysHaveAPreciseCode() throws Exception {
    Random random = new Random(7);
    try (ApiFixture fixture = new ApiFixture()) {
      for (int i = 0; i < 300; i++) {
        byte[] message = new byte[random.nextInt(64)];
        random.nextBytes(message);
        if (message.length > 2 && i % 2 == 0) {
          message[0] = 0x0a; // A cluster's name of random bytes.
          message[1] = (byte) (message.length - 2);
        }
        assertThat(call(fixture, "GetEndpointWeights", message).getStatus().getCode())
            .isIn(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND);
      }
      assertServes(fixture);
    }
  }

  @Test
  void largeMessage_isRefused() throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      byte[] large = new byte[5 << 10];
      StatusRuntimeException error = call(fixture, "GetEndpointWeights", large);
      assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertServes(fixture);
    }
  }

  @Test
  void unknownMethod_isUnimplemented() throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      assertThat(call(fixture, "DropAllWeights", new byte[0]).getStatus().getCode())
          .isEqualTo(Status.Code.UNIMPLEMENTED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nand then something that is no frame at all",
        "\u0000\u0000\u0000\u0000\u0000",
        "\u0016\u0003\u0001\u0002\u0000 a TLS hello to a port without TLS",
      })
  void noHttp2_isHungUpOn(String junk) throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), fixture.api.port())) {
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(junk.repeat(20).getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        try {
          // Ends: the server says what it has to say and closes.
          assertThat(socket.getInputStream().readAllBytes().length).isLessThan(1_000);
        } catch (IOException e) {
          assertThat(e).hasMessageContaining("reset");
        }
      }
      assertServes(fixture);
    }
  }

  private static void assertServes(ApiFixture fixture) {
    fixture.table.publish(Snapshots.rich(SHOP, 1, 3));
    assertThat(fixture
            .stub()
            .getEndpointWeights(
                GetEndpointWeightsRequest.newBuilder().setCluster("shop").build())
            .getVersion())
        .isEqualTo(1);
  }

  private static StatusRuntimeException call(ApiFixture fixture, String method, byte[] message) {
    MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.newBuilder(RAW, RAW)
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName("adaptivelb.v1.ScoringService/" + method)
        .build();
    return catchThrowableOfType(
        StatusRuntimeException.class,
        () -> ClientCalls.blockingUnaryCall(
            fixture.channel,
            descriptor,
            CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
            message));
  }
}
