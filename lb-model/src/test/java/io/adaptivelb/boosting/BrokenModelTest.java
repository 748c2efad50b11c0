package io.adaptivelb.boosting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule that a model file must keep, broken once. */
class BrokenModelTest {
  private static final String MODEL = "learner.gradient_booster.model";

  /** What is changed in {@link ModelFiles#SMALL}, and what the refusal says. */
  static Stream<Arguments> broken() {
    String tree = MODEL + ".trees[0]";
    return Stream.of(
        broken(
            "a cycle",
            "[1,-1,3,-1,-1]",
            "[1,-1,1,-1,-1]",
            tree + ".right_children[2]: 4; it follows the left child, 1"),
        broken(
            "two parents",
            "[1,-1,3,-1,-1],\"right_children\":[2,-1,4,-1,-1]",
            "[1,3,3,-1,-1],\"right_children\":[2,4,4,-1,-1]",
            tree + ".left_children[2]: 3; a node has one parent"),
        broken(
            "itself as a child",
            "[1,-1,3,-1,-1],\"right_children\":[2,",
            "[0,-1,3,-1,-1],\"right_children\":[1,",
            tree + ".left_children[0]: 0; it is −1 or in 1…3"),
        broken(
            "a child out of range",
            "[1,-1,3,-1,-1]",
            "[1,-1,400000000,-1,-1]",
            tree + ".left_children[2]: 400000000; it is −1 or in 1…3"),
        broken(
            "a negative child",
            "[1,-1,3,-1,-1]",
            "[1,-1,-7,-1,-1]",
            tree + ".left_children[2]: -7; it is −1 or in 1…3"),
        broken(
            "half a leaf",
            "[2,-1,4,-1,-1]",
            "[2,4,4,-1,-1]",
            tree + ".right_children[1]: 4; a leaf has no child"),
        broken(
            "children apart",
            "[2,-1,4,-1,-1]",
            "[4,-1,4,-1,-1]",
            tree + ".right_children[0]: 4; it follows the left child, 1"),
        broken(
            "a feature out of range",
            "\"split_indices\":[1,",
            "\"split_indices\":[2,",
            tree + ".split_indices[0]: 2; it is in 0…1"),
        broken(
            "a NaN threshold",
            "[5E-1,-1.5E0",
            "[NaN,-1.5E0",
            tree + ".split_conditions[0]: NaN; a threshold is finite"),
        broken(
            "an infinite leaf",
            "[5E-1,-1.5E0",
            "[5E-1,-Infinity",
            tree + ".split_conditions[1]: -Infinity; a leaf's value is finite"),
        broken(
            "a leaf that is too large for a float",
            "[5E-1,-1.5E0",
            "[5E-1,1E39",
            tree + ".split_conditions[1]: Infinity; a leaf's value is finite"),
        broken(
            "leaves that overflow together",
            "-1.5E0,2.5E-1,2E0,3E0",
            "-1.5E0,2.5E-1,2E0,3.4028235E38",
            "the sum of the trees: 3.4028234663852886E38; no row can make it infinite"),
        broken(
            "a split without cover",
            "\"sum_hessian\":[1E1,4E0",
            "\"sum_hessian\":[0E0,4E0",
            tree + ".sum_hessian[0]: 0.0; the cover of a split is finite and > 0"),
        broken(
            "a NaN gain",
            "\"loss_changes\":[4E0",
            "\"loss_changes\":[NaN",
            tree + ".loss_changes[0]: NaN; a gain is finite"),
        broken(
            "a short column",
            "\"default_left\":[1,0,0,0,0]",
            "\"default_left\":[1,0]",
            tree + ".default_left: 2 entries; num_nodes says 5"),
        broken(
            "a default direction of 2",
            "\"default_left\":[1,0,0,0,0]",
            "\"default_left\":[2,0,0,0,0]",
            tree + ".default_left: 2; it is 0 or 1"),
        broken(
            "a column of text",
            "\"sum_hessian\":[1E1",
            "\"sum_hessian\":[\"x\"",
            tree + ".sum_hessian is text, not a number"),
        broken(
            "a column that is a number",
            "\"default_left\":[1,0,0,0,0]",
            "\"default_left\":7",
            tree + ".default_left is a number, not an array"),
        broken(
            "a fraction for an index",
            "\"split_indices\":[1,",
            "\"split_indices\":[1.5,",
            tree + ".split_indices is 1.5, not a whole number"),
        broken(
            "a long index",
            "\"split_indices\":[1,",
            "\"split_indices\":[4294967297,",
            tree + ".split_indices: 4294967297; it has 32 bits"),
        broken(
            "a missing column",
            "\"sum_hessian\":[1E1,4E0",
            "\"sum_hessiam\":[1E1,4E0",
            tree + ".sum_hessian is missing"),
        broken("no trees", "\"trees\":", "\"tree\":", MODEL + ".trees is missing"),
        broken(
            "another number of trees",
            "\"num_trees\":\"2\"",
            "\"num_trees\":\"3\"",
            MODEL + ".gbtree_model_param.num_trees: 3; the file has 2 trees"),
        broken(
            "a group out of range",
            "\"tree_info\":[0,0]",
            "\"tree_info\":[0,1]",
            "tree_info: [0, 1]; each is in 0…0"),
        broken(
            "too few groups",
            "\"tree_info\":[0,0]",
            "\"tree_info\":[0]",
            "tree_info: 1 entries; there are 2, one a tree"),
        broken(
            "trees out of order",
            "{\"id\":1",
            "{\"id\":0",
            MODEL + ".trees[1].id: 0; it is the tree's place, 1"),
        broken(
            "a category",
            "\"split_type\":[0,0,0,0,0]",
            "\"split_type\":[1,0,0,0,0]",
            tree
                + ".split_type[0] '1' is not supported; supported: 0, numerical splits; a categorical feature must be one-hot or target encoded before training"),
        broken(
            "a vector at the leaves",
            "\"num_nodes\":\"5\",\"size_leaf_vector\":\"1\"",
            "\"num_nodes\":\"5\",\"size_leaf_vector\":\"3\"",
            tree
                + ".tree_param.size_leaf_vector '3' is not supported; supported: 1 (multi_strategy one_output_per_tree)"),
        broken(
            "another booster",
            "\"gbtree\"",
            "\"dart\"",
            "learner.gradient_booster.name 'dart' is not supported; supported: gbtree"),
        broken(
            "a weight for each tree",
            "\"tree_info\":",
            "\"weight_drop\":[1E0,5E-1],\"tree_info\":",
            "learner.gradient_booster: weight_drop '2 weights' is not supported; supported: none; train without dropout"),
        broken(
            "a weight for each tree, in another place",
            "\"name\":\"gbtree\",",
            "\"name\":\"gbtree\",\"weight_drop\":[1E0],",
            "learner.gradient_booster: weight_drop '1 weights' is not supported; supported: none; train without dropout"),
        broken(
            "the next version",
            "\"version\":[3,0,4]",
            "\"version\":[3,5,0]",
            "version '3.5.0' is not supported; supported: 2.0 to 3.4; load it with such an XGBoost and save it again"),
        broken(
            "a linear booster",
            "\"gbtree\"",
            "\"gblinear\"",
            "learner.gradient_booster.name 'gblinear' is not supported; supported: gbtree"),
        broken(
            "another objective",
            "reg:squarederror",
            "rank:ndcg",
            "learner.objective.name 'rank:ndcg' is not supported; supported: reg:squarederror, reg:absoluteerror, reg:pseudohubererror, reg:quantileerror, binary:logistic, reg:logistic, count:poisson"),
        broken(
            "classes",
            "\"num_class\":\"0\"",
            "\"num_class\":\"3\"",
            "learner.learner_model_param.num_class '3' is not supported; supported: 0 and 1"),
        broken("no version", "\"version\":[3,0,4]", "\"versiom\":[3,0,4]", "version is missing"),
        broken(
            "an old version",
            "\"version\":[3,0,4]",
            "\"version\":[1,5,0]",
            "version '1.5.0' is not supported; supported: 2.0 to 3.4; load it with such an XGBoost and save it again"),
        broken(
            "a version to come",
            "\"version\":[3,0,4]",
            "\"version\":[4,0,0]",
            "version '4.0.0' is not supported; supported: 2.0 to 3.4; load it with such an XGBoost and save it again"),
        broken(
            "half a version",
            "\"version\":[3,0,4]",
            "\"version\":[3]",
            "version: 1 numbers; there are three"),
        broken("no learner", "\"learner\"", "\"tree_learner\"", "learner is missing"),
        broken("no objective", "\"objective\"", "\"goal\"", "learner.objective.name is missing"),
        broken("a NaN base score", "\"5E-1\"", "\"NaN\"", "base_score: NaN; its margin is finite"),
        broken(
            "a base score of words",
            "\"5E-1\"",
            "\"half\"",
            "learner.learner_model_param.base_score is half, not a number or several"),
        broken(
            "two base scores for one output",
            "\"5E-1\"",
            "\"[5E-1,6E-1]\"",
            "learner.learner_model_param.base_score: 2 numbers; there is one, or one for each of the 1 outputs"),
        broken(
            "a base score that is no probability",
            "\"5E-1\"",
            "\"1.5E0\"",
            "learner.learner_model_param.base_score: 1.5; with binary:logistic it is a probability",
            "reg:squarederror",
            "binary:logistic"),
        broken(
            "no quantiles",
            "reg:squarederror",
            "reg:quantileerror",
            "learner.objective.quantile_loss_param.quantile_alpha is missing"),
        broken(
            "a quantile of 2",
            "{\"name\":\"reg:squarederror\"",
            "{\"quantile_loss_param\":{\"quantile_alpha\":\"[2E0]\"},\"name\":\"reg:quantileerror\"",
            "quantile_alpha: [2.0]; each is in (0, 1)"),
        broken(
            "quantiles without outputs",
            "{\"name\":\"reg:squarederror\"",
            "{\"quantile_loss_param\":{\"quantile_alpha\":\"[5E-1,9E-1]\"},\"name\":\"reg:quantileerror\"",
            "quantile_alpha: [0.5, 0.9]; there is one for each of the 1 outputs"),
        broken(
            "no features",
            "\"num_feature\":\"2\",\"num_target\"",
            "\"num_feature\":\"0\",\"num_target\"",
            "trees[0].split_indices[0]: 1; it is in 0…-1"),
        broken(
            "millions of features",
            "\"num_feature\":\"2\",\"num_target\"",
            "\"num_feature\":\"2000000000\",\"num_target\"",
            "learner.learner_model_param.num_feature: 2000000000 is more than the limit of 1024"),
        broken(
            "more features than an int",
            "\"num_feature\":\"2\",\"num_target\"",
            "\"num_feature\":\"99999999999\",\"num_target\"",
            "learner.learner_model_param.num_feature is 99999999999, not a whole number"),
        broken(
            "a name too few",
            "[\"cpu\",\"queue\"]",
            "[\"cpu\"]",
            "feature_names: 1 names; there are none or 2, one a feature"),
        broken(
            "a name twice",
            "[\"cpu\",\"queue\"]",
            "[\"cpu\",\"cpu\"]",
            "feature_names: [cpu, cpu]; they differ"),
        broken(
            "a key twice",
            "\"num_class\":\"0\"",
            "\"num_class\":\"0\",\"num_class\":\"0\"",
            "learner.learner_model_param: num_class; a key comes once"),
        broken(
            "an attribute that is no text",
            "\"best_iteration\":\"1\"",
            "\"best_iteration\":1",
            "learner.attributes.best_iteration is a number, not text"),
        broken(
            "something after the end",
            "{\"scale_pos_weight\":\"1\"}}}}",
            "{\"scale_pos_weight\":\"1\"}}}} {}",
            "what follows the model is an object, not nothing"),
        broken(
            "broken JSON", "\"tree_info\":[0,0]", "\"tree_info\":[0,,0]", "JSON broken at byte"));
  }

  private static Arguments broken(
      String name, String what, String by, String message, String... more) {
    String file = ModelFiles.replace(ModelFiles.SMALL, what, by);
    for (int i = 0; i < more.length; i += 2) {
      file = ModelFiles.replace(file, more[i], more[i + 1]);
    }
    return Arguments.argumentSet(name, file, message);
  }

  @ParameterizedTest
  @MethodSource("broken")
  void read_brokenFile_isRefusedWithValueAndRule(String file, String message) {
    assertThat(ModelFiles.refused(file.getBytes(UTF_8))).contains(message);
  }
}
