package io.adaptivelb.envoyadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.envoyadmin.ProxyView.HostView;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import io.adaptivelb.telemetry.Outcomes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a page that Envoy 1.40.0 wrote: one good host, one that answers 503, one that hangs, one that refuses. */
class ClusterPageTest {
  private static final EndpointId REFUSES = EndpointId.parse("127.0.0.1:19804");

  @Test
  void parse_recordedPage_readsEveryHost() throws Exception {
    ClusterPage page = parse(recorded());

    assertThat(page.observabilityName()).isEqualTo("shop");
    assertThat(page.hosts())
        .containsExactly(
            new HostStats(
                EndpointId.parse("127.0.0.1:19801"), "", 15, 15, 0, 0, 0, 0, false, false),
            new HostStats(EndpointId.parse("127.0.0.1:19802"), "", 5, 0, 5, 0, 0, 0, false, true),
            new HostStats(EndpointId.parse("127.0.0.1:19803"), "", 5, 0, 5, 5, 0, 0, false, false),
            new HostStats(REFUSES, "", 0, 0, 5, 0, 5, 0, false, true));
  }

  @Test
  void parse_otherCluster_seesItsHealthFlags() throws Exception {
    byte[] bytes = recorded().getBytes(StandardCharsets.UTF_8);

    assertThat(ClusterPage.parse("other", bytes, 0, bytes.length).hosts())
        .hasSize(2)
        .allMatch(HostStats::failedHealthCheck)
        .extracting(HostStats::id)
        .contains(EndpointId.parse("[::1]:19804"));
  }

  @Test
  void look_secondTime_countsEveryRequestOnce() throws Exception {
    ProxyView view = new ProxyView();
    Set<EndpointId> members = Set.of(
        EndpointId.parse("127.0.0.1:19801"),
        EndpointId.parse("127.0.0.1:19802"),
        EndpointId.parse("127.0.0.1:19803"),
        REFUSES);
    String zero = recorded().replaceAll("\"value\": \"\\d+\"", "\"value\": \"0\"");

    assertThat(view.look(parse(zero), members, 0)).isEmpty();
    Map<EndpointId, HostView> views = view.look(parse(recorded()), members, 1_000);

    assertThat(views.values())
        .extracting(host -> host.interval().outcomes())
        .containsExactly(
            new Outcomes(15, 0, 0, 0, 0),
            new Outcomes(0, 5, 0, 0, 0),
            new Outcomes(0, 0, 0, 5, 0),
            new Outcomes(0, 0, 0, 0, 5));
    assertThat(views.values())
        .extracting(host -> host.interval().started())
        .containsExactly(15L, 5L, 5L, 5L);
    assertThat(view.elapsedNanos()).isEqualTo(1_000);
  }

  @Test
  void look_envoyRestarted_countsFromZero() throws Exception {
    ProxyView view = new ProxyView();
    Set<EndpointId> members = Set.of(EndpointId.parse("127.0.0.1:19801"));
    view.look(parse(recorded()), members, 0);

    Map<EndpointId, HostView> views =
        view.look(parse(recorded().replace("\"15\"", "\"4\"")), members, 1);

    assertThat(views.values())
        .extracting(host -> host.interval().outcomes().successes())
        .containsExactly(4L);
  }

  @Test
  void look_hostResolvedFromAName_isFoundByIt() throws Exception {
    String named =
        recorded().replace("\"weight\": 3", "\"weight\": 3, \"hostname\": \"shop-1.internal\"");
    ProxyView view = new ProxyView();
    Set<EndpointId> members = Set.of(EndpointId.parse("shop-1.internal:19801"));
    view.look(parse(named), members, 0);

    assertThat(view.look(parse(named), members, 1)).containsOnlyKeys(members);
  }

  @Test
  void look_noMemberThere_isTold() throws Exception {
    ClusterPage page = parse(recorded());

    SourceFailure failure = catchThrowableOfType(
        SourceFailure.class,
        () -> new ProxyView().look(page, Set.of(EndpointId.parse("10.0.0.1:80")), 0));

    assertThat(failure).hasMessage("none of Envoy's 4 hosts is one of the 1 members");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          <html>                                        | SYNTAX          | not the JSON of /clusters
          []                                            | SYNTAX          | expects START_OBJECT, found START_ARRAY
          {"cluster_statuses": [1]}                     | SYNTAX          | expects START_OBJECT, found VALUE_NUMBER_INT
          {"cluster_statuses": [{"name": "shop"         | SYNTAX          | not the JSON of /clusters
          {}                                            | UNKNOWN_CLUSTER | this Envoy has no cluster "shop"
          {"cluster_statuses": [{"name": "other"}]}     | UNKNOWN_CLUSTER | this Envoy has no cluster "shop"
          {"cluster_statuses": [{"name": "shop", "host_statuses": [{"stats": [{"name": "rq_total", "value": "-1"}]}]}]} | BAD_VALUE | a host's counter is "-1"
          {"cluster_statuses": [{"name": "shop", "host_statuses": [{"stats": [{"name": "rq_active", "value": "18446744073709551615"}]}]}]} | BAD_VALUE | a host's counter is "18446744073709551615"
          {"cluster_statuses": [{"name": "shop", "host_statuses": [{"address": {"socket_address": {"address": "a b", "port_value": 1}}}]}]} | BAD_VALUE | a host's address
          {"cluster_statuses": [{"name": "shop", "host_statuses": [{"address": {"socket_address": {"address": "a"}}}]}]} | BAD_VALUE | port 0 is not in
          """)
  void parse_garbage_isTyped(String page, FailureCode code, String message) {
    SourceFailure failure = catchThrowableOfType(SourceFailure.class, () -> parse(page));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(message);
  }

  @Property(tries = 2_000)
  void parse_recordedPageDamaged_failsTypedOrReads(
      @ForAll @IntRange(max = 9_000) int at, @ForAll byte value, @ForAll boolean cut)
      throws IOException {
    byte[] page = recorded().getBytes(StandardCharsets.UTF_8);
    int place = at % page.length;
    page[place] = value;
    try {
      assertThat(ClusterPage.parse("shop", page, 0, cut ? place : page.length).hosts())
          .isNotNull();
    } catch (SourceFailure failure) {
      assertThat(failure.getMessage()).isNotBlank();
    }
  }

  @Test
  void path_nameWithSpecialCharacters_isLiteral() {
    assertThat(ClusterPage.path("a.b|c"))
        .isEqualTo("/clusters?format=json&filter=%5Ea%5C.b%5C%7Cc%24");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"stats\":[{\"name\":\"cluster.shop.circuit_breakers.default.rq_open\",\"value\":0}]}|false",
        "{\"stats\":[{\"name\":\"a\",\"value\":0},{\"name\":\"b\",\"value\":1}]}|true"
      })
  void open_breakers_anyCounts(String page, boolean open) throws SourceFailure {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);

    assertThat(BreakerPage.open(bytes, 0, bytes.length)).isEqualTo(open);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"stats\":[]}|NOTHING_MAPPED", "nope|SYNTAX"})
  void open_garbage_isTyped(String page, FailureCode code) {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);

    assertThat(catchThrowableOfType(
                SourceFailure.class, () -> BreakerPage.open(bytes, 0, bytes.length))
            .code())
        .isEqualTo(code);
  }

  private static ClusterPage parse(String page) throws SourceFailure {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    return ClusterPage.parse("shop", bytes, 0, bytes.length);
  }

  private static String recorded() throws IOException {
    try (InputStream in = ClusterPageTest.class.getResourceAsStream("/pages/envoy-clusters.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
