package io.adaptivelb.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A model file that is small enough to be changed by hand, and how files are refused. */
final class ModelFiles {
  /** Two trees: a split on feature 1 with a split below it, and a single leaf. */
  static final String SMALL = """
      {"version":[3,0,4],
       "learner":{
        "attributes":{"best_iteration":"1"},
        "feature_names":["cpu","queue"],
        "feature_types":["float","float"],
        "gradient_booster":{
         "name":"gbtree",
         "model":{
          "gbtree_model_param":{"num_parallel_tree":"1","num_trees":"2"},
          "iteration_indptr":[0,1,2],
          "tree_info":[0,0],
          "trees":[
           {"id":0,
            "tree_param":{"num_deleted":"0","num_feature":"2","num_nodes":"5","size_leaf_vector":"1"},
            "left_children":[1,-1,3,-1,-1],"right_children":[2,-1,4,-1,-1],"parents":[2147483647,0,0,2,2],
            "split_indices":[1,0,0,0,0],"split_conditions":[5E-1,-1.5E0,2.5E-1,2E0,3E0],
            "default_left":[1,0,0,0,0],"loss_changes":[4E0,0E0,2E0,0E0,0E0],"sum_hessian":[1E1,4E0,6E0,2E0,4E0],
            "base_weights":[0E0,0E0,0E0,0E0,0E0],"split_type":[0,0,0,0,0],
            "categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[]},
           {"id":1,
            "tree_param":{"num_deleted":"0","num_feature":"2","num_nodes":"1","size_leaf_vector":"1"},
            "left_children":[-1],"right_children":[-1],"parents":[2147483647],
            "split_indices":[0],"split_conditions":[1.25E-1],
            "default_left":[0],"loss_changes":[0E0],"sum_hessian":[1E1],"base_weights":[0E0],"split_type":[0],
            "categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[]}]}},
        "learner_model_param":{"base_score":"5E-1","boost_from_average":"1","num_class":"0","num_feature":"2","num_target":"1"},
        "objective":{"name":"reg:squarederror","reg_loss_param":{"scale_pos_weight":"1"}}}}
      """;

  private ModelFiles() {}

  /** The text with the first occurrence of something changed. */
  static String replace(String text, String what, String by) {
    assertThat(text).contains(what);
    int at = text.indexOf(what);
    return text.substring(0, at) + by + text.substring(at + what.length());
  }

  static String refused(byte[] file) {
    return refused(file, ReadLimits.DEFAULT);
  }

  static String refused(byte[] file, ReadLimits limits) {
    RefusedModelException refused =
        catchThrowableOfType(RefusedModelException.class, () -> new ModelReader(limits).read(file));
    assertThat(refused).isNotNull();
    return String.valueOf(refused.getMessage());
  }
}
