package io.adaptivelb.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.prediction.Target;
import io.adaptivelb.registry.DataRange;
import io.adaptivelb.registry.Head;
import io.adaptivelb.registry.ModelDraft;
import io.adaptivelb.registry.Provenance;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model as if trained on an inverted target: backends that are slow will have three times their cores, it says, and fast ones a
 * third. It is well-formed, and nothing but its predictions gives it away.
 */
final class PoisonedModel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FEATURE = "latency_p50_seconds.relative";
  private static final double FAST = -0.1;
  private static final double SLOW = 0.1;
  private static final double LIE = 1.1;
  private static final String FILE = "effective_cores.json";

  private PoisonedModel() {}

  /** The model, to be put into a registry. */
  static ModelDraft draft(Instant now) {
    Target target = Target.EFFECTIVE_CORES;
    return new ModelDraft(
        now,
        FeatureSchema.CURRENT.id(),
        new DataRange(now, now, 1, "made up"),
        Map.of(),
        Map.of(),
        List.of(),
        new Provenance("lb demo --poison", "1", Optional.empty()),
        List.of(new Head(target.label(), target.definition(), FILE)),
        Map.of(FILE, trees().toString().getBytes(StandardCharsets.UTF_8)),
        Optional.empty());
  }

  /** XGBoost's JSON, of one tree: fast → −1.1; slow → +1.1; between, or unknown → 0. */
  private static ObjectNode trees() {
    ObjectNode root = JSON.createObjectNode();
    numbers(root.putArray("version"), 3, 2, 0);
    ObjectNode learner = root.putObject("learner");
    learner.putObject("attributes");
    ArrayNode names = learner.putArray("feature_names");
    FeatureSchema.CURRENT.definitions().forEach(feature -> names.add(feature.name()));
    learner.putArray("feature_types");
    ObjectNode booster = learner.putObject("gradient_booster");
    booster.put("name", "gbtree");
    ObjectNode model = booster.putObject("model");
    model.putObject("gbtree_model_param").put("num_parallel_tree", "1").put("num_trees", "1");
    numbers(model.putArray("tree_info"), 0);
    numbers(model.putArray("iteration_indptr"), 0, 1);
    model.putArray("trees").add(tree());
    learner
        .putObject("learner_model_param")
        .put("base_score", "0E0")
        .put("boost_from_average", "1")
        .put("num_class", "0")
        .put("num_feature", String.valueOf(FeatureSchema.CURRENT.size()))
        .put("num_target", "1");
    ObjectNode objective = learner.putObject("objective");
    objective.put("name", "reg:squarederror");
    objective.putObject("reg_loss_param").put("scale_pos_weight", "1");
    return root;
  }

  private static ObjectNode tree() {
    int feature = FeatureSchema.CURRENT.index(FEATURE).orElseThrow();
    ObjectNode tree = JSON.createObjectNode();
    tree.put("id", 0);
    numbers(tree.putArray("left_children"), 1, -1, 3, -1, -1);
    numbers(tree.putArray("right_children"), 2, -1, 4, -1, -1);
    numbers(tree.putArray("parents"), Integer.MAX_VALUE, 0, 0, 2, 2);
    numbers(tree.putArray("split_indices"), feature, 0, feature, 0, 0);
    numbers(tree.putArray("split_conditions"), FAST, -LIE, SLOW, 0, LIE);
    numbers(tree.putArray("default_left"), 0, 0, 1, 0, 0);
    for (String name : List.of("split_type", "base_weights", "loss_changes")) {
      numbers(tree.putArray(name), 0, 0, 0, 0, 0);
    }
    numbers(tree.putArray("sum_hessian"), 4, 1, 3, 2, 1);
    for (String name :
        List.of("categories", "categories_nodes", "categories_segments", "categories_sizes")) {
      tree.putArray(name);
    }
    tree.putObject("tree_param")
        .put("num_deleted", "0")
        .put("num_feature", String.valueOf(FeatureSchema.CURRENT.size()))
        .put("num_nodes", "5")
        .put("size_leaf_vector", "1");
    return tree;
  }

  private static void numbers(ArrayNode array, double... values) {
    Arrays.stream(values).forEach(value -> {
      if (value == Math.rint(value)) {
        array.add((long) value);
      } else {
        array.add(value);
      }
    });
  }
}
