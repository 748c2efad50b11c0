package io.adaptivelb.boosting;

import io.adaptivelb.boosting.Tokens.Kind;
import org.jspecify.annotations.Nullable;

/** A tree's columns as they stand in the file, before it is known whether they make a tree. */
final class TreeDraft {
  private @Nullable Integer nodes;
  private int @Nullable [] left;
  private int @Nullable [] right;
  private int @Nullable [] features;
  private float @Nullable [] numbers;
  private boolean @Nullable [] defaultLeft;
  private float @Nullable [] gains;
  private float @Nullable [] covers;
  private int @Nullable [] splitTypes;

  private TreeDraft() {}

  static TreeDraft read(
      DocumentReader reader, Kind kind, String path, int position, ReadLimits limits) {
    TreeDraft draft = new TreeDraft();
    int most = limits.nodes();
    reader.element(kind, path, key -> {
      String at = path + "." + key;
      switch (key) {
        case "id" -> {
          long id = reader.whole(at);
          if (id != position) {
            throw DocumentReader.invalid(
                at, Long.toString(id), "it is the tree's place, %d".formatted(position));
          }
        }
        case "tree_param" -> draft.parameters(reader, at);
        case "left_children" -> draft.left = reader.wholes(at, most);
        case "right_children" -> draft.right = reader.wholes(at, most);
        case "split_indices" -> draft.features = reader.wholes(at, most);
        case "split_conditions" -> draft.numbers = reader.singles(at, most);
        case "default_left" -> draft.defaultLeft = reader.truths(at, most);
        case "loss_changes" -> draft.gains = reader.singles(at, most);
        case "sum_hessian" -> draft.covers = reader.singles(at, most);
        case "split_type" -> draft.splitTypes = reader.wholes(at, most);
        default -> reader.skip();
      }
    });
    draft.check(path);
    return draft;
  }

  private void parameters(DocumentReader reader, String path) {
    reader.object(path, key -> {
      switch (key) {
        case "num_nodes" -> nodes = reader.count(path + ".num_nodes");
        case "size_leaf_vector" -> {
          int size = reader.count(path + ".size_leaf_vector");
          if (size > 1) {
            throw new RefusedModelException(new Refusal.Unsupported(
                path + ".size_leaf_vector",
                Integer.toString(size),
                "1 (multi_strategy one_output_per_tree)"));
          }
        }
        default -> reader.skip();
      }
    });
  }

  private void check(String path) {
    int count = present(nodes, path + ".tree_param.num_nodes");
    if (count < 1) {
      throw DocumentReader.invalid(
          path + ".tree_param.num_nodes", Integer.toString(count), "it is ≥ 1");
    }
    length(path + ".left_children", present(left, path + ".left_children").length);
    length(path + ".right_children", present(right, path + ".right_children").length);
    length(path + ".split_indices", present(features, path + ".split_indices").length);
    length(path + ".split_conditions", present(numbers, path + ".split_conditions").length);
    length(path + ".default_left", present(defaultLeft, path + ".default_left").length);
    length(path + ".loss_changes", present(gains, path + ".loss_changes").length);
    length(path + ".sum_hessian", present(covers, path + ".sum_hessian").length);
    if (splitTypes != null) {
      length(path + ".split_type", splitTypes.length);
      for (int node = 0; node < splitTypes.length; node++) {
        if (splitTypes[node] != 0) {
          throw new RefusedModelException(
              new Refusal.Unsupported(
                  "%s.split_type[%d]".formatted(path, node),
                  Integer.toString(splitTypes[node]),
                  "0, numerical splits; a categorical feature must be one-hot or target encoded before training"));
        }
      }
      splitTypes = null;
    }
  }

  private void length(String path, int length) {
    int count = present(nodes, path);
    if (length != count) {
      throw DocumentReader.invalid(path, length + " entries", "num_nodes says %d".formatted(count));
    }
  }

  int nodes() {
    return present(nodes, "num_nodes");
  }

  /** The tree, once the number of features is known. */
  Tree build(String path, int featureCount, int maxDepth) {
    return new Tree(
        path,
        present(left, path),
        present(right, path),
        present(features, path),
        present(numbers, path),
        present(defaultLeft, path),
        present(gains, path),
        present(covers, path),
        featureCount,
        maxDepth);
  }

  private static <T> T present(@Nullable T value, String where) {
    if (value == null) {
      throw new RefusedModelException(new Refusal.Missing(where));
    }
    return value;
  }
}
