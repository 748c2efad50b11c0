package io.adaptivelb.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.weights.WeightSnapshot;
import io.adaptivelb.xds.Subscription.Refusal;
import io.adaptivelb.xds.Subscription.Stale;
import io.adaptivelb.xds.Subscription.Taken;
import io.adaptivelb.xds.XdsRequest.Changes;
import io.adaptivelb.xds.XdsRequest.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
  private final ResourceTable table = new ResourceTable();
  private final Subscription endpoints = new Subscription(ResourceType.ENDPOINTS);
  private final Subscription clusters = new Subscription(ResourceType.CLUSTER);
  private int nonce;

  @Nested
  class StateOfTheWorld {
    @Test
    void take_firstRequest_sendsWhatIsThere() throws Exception {
      publish("a", 1);
      publish("b", 1);
      endpoints.take(names("", "a", "missing"), table);

      assertThat(next()).containsExactly("a@1");
      assertThat(endpoints.names()).containsExactlyInAnyOrder("a", "missing");
    }

    @Test
    void changed_whileUnderWay_waitsForTheAnswerAndSkipsToTheNewest() throws Exception {
      publish("a", 1);
      endpoints.take(names("", "a"), table);
      assertThat(next()).containsExactly("a@1");

      publish("a", 2);
      publish("a", 3);
      assertThat(next()).isEmpty();

      endpoints.take(names("1", "a"), table);
      assertThat(next()).containsExactly("a@3");
    }

    @Test
    void changed_toAnotherCluster_sendsOnlyThatOne() throws Exception {
      publish("a", 1);
      publish("b", 1);
      endpoints.take(names("", "a", "b"), table);
      assertThat(next()).containsExactly("a@1", "b@1");
      endpoints.take(names("1", "a", "b"), table);

      publish("b", 2);
      publish("c", 1);

      assertThat(next()).containsExactly("b@2");
    }

    @Test
    void take_clusterThatAppearsLater_isSentThen() throws Exception {
      endpoints.take(names("", "a"), table);
      assertThat(next()).isEmpty();

      publish("a", 1);

      assertThat(next()).containsExactly("a@1");
    }

    @Test
    void take_refusal_isNotSentAgainUntilItChanges() throws Exception {
      publish("a", 1);
      endpoints.take(names("", "a"), table);
      next();

      assertThat(endpoints.take(refusal("1", "a"), table)).isEqualTo(new Refusal(Map.of("a", "1")));
      assertThat(next()).isEmpty();
      // The same version is offered again for another reason: still refused.
      endpoints.changed("a");
      assertThat(next()).isEmpty();

      publish("a", 2);
      assertThat(next()).containsExactly("a@2");
    }

    @Test
    void take_refusalOfSeveral_sendsThemOneByOne() throws Exception {
      publish("a", 1);
      publish("bad", 1);
      publish("c", 1);
      endpoints.take(names("", "a", "bad", "c"), table);
      assertThat(next()).hasSize(3);

      endpoints.take(refusal("1", "a", "bad", "c"), table);
      assertThat(next()).containsExactly("a@1");
      endpoints.take(names("2", "a", "bad", "c"), table);
      assertThat(next()).containsExactly("bad@1");
      endpoints.take(refusal("3", "a", "bad", "c"), table);
      assertThat(next()).containsExactly("c@1");
      endpoints.take(names("4", "a", "bad", "c"), table);
      assertThat(next()).isEmpty();
    }

    @Test
    void take_staleNonce_isPassedOver() throws Exception {
      publish("a", 1);
      publish("b", 1);
      endpoints.take(names("", "a"), table);
      next();
      endpoints.take(names("1", "a"), table);
      publish("a", 2);
      assertThat(next()).containsExactly("a@2");

      assertThat(endpoints.take(names("1", "a", "b"), table)).isInstanceOf(Stale.class);
      assertThat(endpoints.take(names("nonsense", "b"), table)).isInstanceOf(Stale.class);
      assertThat(endpoints.names()).containsExactly("a");
    }

    @Test
    void take_nameAdded_sendsThatOneOnly() throws Exception {
      publish("a", 1);
      publish("b", 1);
      endpoints.take(names("", "a"), table);
      next();
      assertThat(endpoints.take(names("1", "a", "b"), table))
          .isEqualTo(new Taken(Map.of("a", "1")));

      assertThat(next()).containsExactly("b@1");
    }

    @Test
    void take_nameDropped_isNotSentAnyMore() throws Exception {
      publish("a", 1);
      publish("b", 1);
      endpoints.take(names("", "a", "b"), table);
      next();
      endpoints.take(names("1", "a"), table);

      publish("b", 2);

      assertThat(next()).isEmpty();
    }

    @Test
    void take_sameRequestOnceMore_sendsAgain() throws Exception {
      publish("a", 1);
      endpoints.take(names("", "a"), table);
      next();
      endpoints.take(names("1", "a"), table);
      assertThat(next()).isEmpty();

      // A cluster that warms up again in Envoy asks with the nonce it has answered already.
      endpoints.take(names("1", "a"), table);

      assertThat(next()).containsExactly("a@1");
    }

    @Test
    void take_noNames_meansAllForClustersAndNoneForEndpoints() throws Exception {
      publish("a", 1);
      publish("b", 1);
      endpoints.take(names(""), table);
      clusters.take(names(""), table);

      assertThat(next()).isEmpty();
      assertThat(names(next(clusters, true))).containsExactly("a", "b");
    }

    @Test
    void next_wholeStates_repeatsWhatWouldOtherwiseCountAsDeleted() throws Exception {
      publish("a", 1);
      clusters.take(names("", "a", "b"), table);
      assertThat(names(next(clusters, true))).containsExactly("a");
      clusters.take(names("1", "a", "b"), table);

      table.update(Snapshots.single("b", 1, 1_000), Map.of("10.0.0.1", "10.0.0.1"), 0);
      clusters.changed("b");

      assertThat(names(next(clusters, true))).containsExactly("a", "b");
    }
  }

  @Nested
  class Delta {
    @Test
    void take_reconnect_sendsOnlyWhatTheClientHasNot() throws Exception {
      publish("a", 5);
      publish("b", 5);
      endpoints.take(changes("", List.of("a", "b"), List.of(), Map.of("a", "5", "b", "4")), table);

      assertThat(next()).containsExactly("b@5");
    }

    @Test
    void take_subscribedAgain_sendsAgain() throws Exception {
      publish("a", 1);
      endpoints.take(changes("", List.of("a"), List.of(), Map.of()), table);
      next();
      endpoints.take(changes("1", List.of(), List.of(), Map.of()), table);
      assertThat(next()).isEmpty();

      endpoints.take(changes("", List.of("a"), List.of(), Map.of()), table);

      assertThat(next()).containsExactly("a@1");
    }

    @Test
    void take_unsubscribe_isNotSentAnyMore() throws Exception {
      publish("a", 1);
      endpoints.take(changes("", List.of("a"), List.of(), Map.of()), table);
      next();
      endpoints.take(changes("1", List.of(), List.of("a", "never"), Map.of()), table);

      publish("a", 2);

      assertThat(next()).isEmpty();
      assertThat(endpoints.names()).isEmpty();
    }

    @Test
    void take_wildcard_sendsAllAndWhatAppears() throws Exception {
      publish("a", 1);
      endpoints.take(changes("", List.of("*"), List.of(), Map.of()), table);
      assertThat(next()).containsExactly("a@1");
      endpoints.take(changes("1", List.of(), List.of(), Map.of()), table);

      publish("b", 1);
      assertThat(next()).containsExactly("b@1");
      endpoints.take(changes("2", List.of(), List.of("*"), Map.of()), table);
      publish("c", 1);
      assertThat(next()).isEmpty();
    }

    @Test
    void take_staleAnswerWithWish_keepsTheWish() throws Exception {
      publish("a", 1);
      publish("b", 1);
      endpoints.take(changes("", List.of("a"), List.of(), Map.of()), table);
      next();

      assertThat(endpoints.take(changes("77", List.of("b"), List.of(), Map.of()), table))
          .isInstanceOf(Stale.class);
      assertThat(next()).isEmpty();
      endpoints.take(changes("1", List.of(), List.of(), Map.of()), table);
      assertThat(next()).containsExactly("b@1");
    }

    @Test
    void take_refusal_isNotSentAgainUntilAskedFor() throws Exception {
      publish("a", 1);
      endpoints.take(changes("", List.of("a"), List.of(), Map.of()), table);
      next();
      XdsRequest refusal = new XdsRequest(
          "",
          Optional.empty(),
          "1",
          Optional.of("no"),
          new Changes(List.of(), List.of(), Map.of()));

      assertThat(endpoints.take(refusal, table)).isEqualTo(new Refusal(Map.of("a", "1")));
      assertThat(next()).isEmpty();
      endpoints.take(changes("", List.of("a"), List.of(), Map.of()), table);
      assertThat(next()).containsExactly("a@1");
    }

    @Test
    void take_tooManyNames_isRefused() throws Exception {
      List<String> half = numbered(0, Subscription.MAX_NAMES);
      endpoints.take(changes("", half, List.of(), Map.of()), table);
      endpoints.take(changes("", half, List.of(), Map.of()), table);

      assertThatThrownBy(
              () -> endpoints.take(changes("", List.of("one more"), List.of(), Map.of()), table))
          .isInstanceOf(Subscription.TooManyNames.class);
    }
  }

  @Test
  void take_nameThatNoClusterCanHave_isPassedOver() throws Exception {
    publish("a", 1);
    endpoints.take(changes("", List.of("x".repeat(1_000), "a", ""), List.of(), Map.of()), table);

    assertThat(next()).containsExactly("a@1");
    assertThat(endpoints.names()).containsExactlyInAnyOrder("a", "");
  }

  @Test
  void next_largeState_isCutIntoSeveralResponses() throws Exception {
    List<String> names = numbered(0, 40);
    for (String name : names) {
      Snapshots large = Snapshots.of(name, 1);
      IntStream.range(1, 2_001).forEach(i -> large.add("10.0.0.1:" + i, 1_000));
      publish(large.build());
    }
    endpoints.take(changes("", names, List.of(), Map.of()), table);

    int sent = 0;
    int responses = 0;
    for (List<VersionedResource> batch = next(endpoints, false);
        !batch.isEmpty();
        batch = next(endpoints, false)) {
      assertThat(batch.stream().mapToInt(VersionedResource::bytes).sum())
          .isLessThanOrEqualTo(Subscription.MAX_RESPONSE_BYTES);
      sent += batch.size();
      responses++;
      endpoints.take(changes(Integer.toString(nonce), List.of(), List.of(), Map.of()), table);
    }
    assertThat(sent).isEqualTo(40);
    assertThat(responses).isGreaterThan(1);
  }

  private void publish(String cluster, long version) {
    publish(Snapshots.single(cluster, version, 1_000 + (int) version));
  }

  private void publish(WeightSnapshot snapshot) {
    table.update(snapshot, Map.of("10.0.0.1", "10.0.0.1"), 0);
    endpoints.changed(snapshot.cluster().value());
  }

  private List<String> next() {
    return next(endpoints, true).stream()
        .map(resource -> resource.name() + "@" + resource.version())
        .toList();
  }

  private List<VersionedResource> next(Subscription subscription, boolean stateOfTheWorld) {
    List<VersionedResource> batch =
        subscription.next(table, Shape.BY_LOCALITY, Integer.toString(nonce + 1), stateOfTheWorld);
    nonce += batch.isEmpty() ? 0 : 1;
    return batch;
  }

  private static List<String> names(List<VersionedResource> batch) {
    return batch.stream().map(VersionedResource::name).toList();
  }

  private static List<String> numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "cluster-" + i).toList();
  }

  private static XdsRequest names(String nonce, String... names) {
    return new XdsRequest("", Optional.empty(), nonce, Optional.empty(), new Names(List.of(names)));
  }

  private static XdsRequest refusal(String nonce, String... names) {
    return new XdsRequest(
        "", Optional.empty(), nonce, Optional.of("no"), new Names(List.of(names)));
  }

  private static XdsRequest changes(
      String nonce, List<String> subscribe, List<String> unsubscribe, Map<String, String> held) {
    return new XdsRequest(
        "", Optional.empty(), nonce, Optional.empty(), new Changes(subscribe, unsubscribe, held));
  }
}
