package io.adaptivelb.boosting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtremeRowsTest {
  @Test
  void of_smallModel_isARowOfZerosAndTwoRowsATree() {
    BoostedModel small = new ModelReader().read(ModelFiles.SMALL.getBytes(UTF_8));

    // Queue < 0.5 is the lowest leaf of the first tree, and cpu ≥ 0.25 beside queue ≥ 0.5 the
    // highest; the second has one leaf.
    assertThat(ExtremeRows.of(small))
        .containsExactly(0, 0, 0, Math.nextDown(0.5f), 0.25f, 0.5f, 0, 0, 0, 0);
  }

  @Test
  void of_leafThatNoRowReaches_looksForAnother() {
    // Where queue ≥ 0.5 it is not < 0.25, so no row gets to the leaf of −9.
    String unreachable = ModelFiles.replace(
        ModelFiles.SMALL, "\"split_indices\":[1,0,0", "\"split_indices\":[1,0,1");
    BoostedModel model = new ModelReader()
        .read(ModelFiles.replace(unreachable, "2.5E-1,2E0", "2.5E-1,-9E0").getBytes(UTF_8));

    float[] margins = margins(model);

    assertThat(Arrays.copyOf(margins, 3)).containsExactly(-0.875f, -0.875f, 3.625f);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3})
  void of_trainedModel_reachesTheExtremesOfEachTree(double missing) {
    NativeModel trained = NativeModel.train(Map.of("max_depth", 5), 30, 6, missing, 1);
    BoostedModel model = new ModelReader().read(trained.file("ubj"));
    float[] rows = ExtremeRows.of(model);
    assertThat(rows).hasSize(61 * 6);

    for (Tree tree : model.trees()) {
      float[] reached = new float[61];
      for (int row = 0; row < reached.length; row++) {
        int node = 0;
        while (!tree.isLeaf(node)) {
          node = tree.next(node, rows[6 * row + tree.feature(node)]);
        }
        reached[row] = tree.value(node);
      }
      Arrays.sort(reached);
      float[] leaves = new float[tree.nodes()];
      int[] count = {0};
      tree.forEachNode(node -> {
        if (tree.isLeaf(node)) {
          leaves[count[0]++] = tree.value(node);
        }
      });
      float[] sorted = Arrays.copyOf(leaves, count[0]);
      Arrays.sort(sorted);
      // XGBoost grows no leaf that no row reaches.
      assertThat(reached[0]).isEqualTo(sorted[0]);
      assertThat(reached[60]).isEqualTo(sorted[sorted.length - 1]);
    }
  }

  private static float[] margins(BoostedModel model) {
    float[] rows = ExtremeRows.of(model);
    float[] margins = new float[rows.length / model.features()];
    Evaluator evaluator = new Evaluator(model);
    evaluator.margins(rows, margins.length, evaluator.newScratch(), margins);
    return margins;
  }
}
