package io.adaptivelb.prediction;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.ModelReader;
import io.adaptivelb.features.FeatureDefinition;
import io.adaptivelb.features.FeatureSchema;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Models of a few stumps, written by hand in XGBoost's own format. */
public final class HandMade {
  static final List<String> NAMES =
      FeatureSchema.CURRENT.definitions().stream().map(FeatureDefinition::name).toList();

  private HandMade() {}

  /**
   * A tree of one split; nine of ten training rows lie on the side of missing values.
   *
   * @param missingBelow whether a missing value counts as below the threshold
   */
  public record Stump(
      String feature, double threshold, double below, double above, boolean missingBelow) {
    String json(int id, int features) {
      return String.format(
          Locale.ROOT,
          """
          {"id":%d,
           "tree_param":{"num_deleted":"0","num_feature":"%d","num_nodes":"3","size_leaf_vector":"1"},
           "left_children":[1,-1,-1],"right_children":[2,-1,-1],"parents":[2147483647,0,0],
           "split_indices":[%d,0,0],"split_conditions":[%.9g,%.9g,%.9g],
           "default_left":[%d,0,0],"loss_changes":[1E0,0E0,0E0],"sum_hessian":[1E1,%s],
           "base_weights":[0E0,0E0,0E0],"split_type":[0,0,0],
           "categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[]}""",
          id,
          features,
          FeatureSchema.CURRENT.index(feature).orElseThrow(),
          threshold,
          below,
          above,
          missingBelow ? 1 : 0,
          missingBelow ? "9E0,1E0" : "1E0,9E0");
    }
  }

  /** A split at which missing values count as below. */
  public static Stump stump(String feature, double threshold, double below, double above) {
    return new Stump(feature, threshold, below, above, true);
  }

  /** The file of a head. */
  static byte[] file(Target target, Stump... stumps) {
    return file(target == Target.FAILURE ? "binary:logistic" : "reg:squarederror", NAMES, stumps);
  }

  static byte[] file(String objective, List<String> names, Stump... stumps) {
    int features = names.size();
    String trees = IntStream.range(0, stumps.length)
        .mapToObj(i -> stumps[i].json(i, features))
        .collect(Collectors.joining(","));
    String zeros =
        IntStream.range(0, stumps.length).mapToObj(i -> "0").collect(Collectors.joining(","));
    String rounds = IntStream.rangeClosed(0, stumps.length)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(","));
    return """
        {"version":[3,0,4],
         "learner":{
          "attributes":{},
          "feature_names":[%s],
          "feature_types":[%s],
          "gradient_booster":{
           "name":"gbtree",
           "model":{
            "gbtree_model_param":{"num_parallel_tree":"1","num_trees":"%d"},
            "iteration_indptr":[%s],
            "tree_info":[%s],
            "trees":[%s]}},
          "learner_model_param":{"base_score":"%s","boost_from_average":"1","num_class":"0","num_feature":"%d","num_target":"1"},
          "objective":{"name":"%s","reg_loss_param":{"scale_pos_weight":"1"}}}}
        """.formatted(
            names.stream().map(it -> "\"" + it + "\"").collect(Collectors.joining(",")),
            names.stream().map(it -> "\"float\"").collect(Collectors.joining(",")),
            stumps.length,
            rounds,
            zeros,
            trees,
            objective.equals("reg:squarederror") ? "0E0" : "5E-1",
            features,
            objective)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A model whose heads are these sums of stumps. */
  public static ScoringModel model(Map<Target, List<Stump>> heads) {
    Map<Target, BoostedModel> read = new EnumMap<>(Target.class);
    heads.forEach((target, stumps) ->
        read.put(target, new ModelReader().read(file(target, stumps.toArray(new Stump[0])))));
    return new ScoringModel("hand-made", read);
  }
}
