package io.adaptivelb.boosting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one document into a {@link BoostedModel}. XGBoost sorts its keys, so the trees come before the parameters that they
 * must fit; they are kept as drafts until all is known. Keys that do not matter for scoring are passed over, as newer versions
 * add some.
 *
 * @see <a href="https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html">Introduction to Model IO</a>
 */
final class ModelParser {
  /** Of 3.x, the newest whose format was looked at: a later one may mean something new by a key that is passed over. */
  private static final int NEWEST_MINOR = 4;

  private static final String LEARNER = "learner";
  private static final String PARAMETERS = LEARNER + ".learner_model_param";
  private static final String OBJECTIVE = LEARNER + ".objective";
  private static final String BOOSTER = LEARNER + ".gradient_booster";
  private static final String MODEL = BOOSTER + ".model";

  private final DocumentReader reader;
  private final ReadLimits limits;

  private int @Nullable [] version;
  private @Nullable String baseScore;
  private @Nullable Integer featureCount;
  private int targets = 1;
  private int classes;
  private @Nullable String objective;
  private @Nullable String alphas;
  private @Nullable String booster;
  private @Nullable Integer treeCount;
  private int @Nullable [] groups;
  private @Nullable List<TreeDraft> drafts;
  private int totalNodes;
  private int weights;
  private boolean learnerSeen;
  private boolean modelSeen;
  private List<String> featureNames = List.of();
  private final Map<String, String> attributes = new HashMap<>();

  ModelParser(DocumentReader reader, ReadLimits limits) {
    this.reader = reader;
    this.limits = limits;
  }

  BoostedModel parse() {
    reader.object("the file", key -> {
      switch (key) {
        case "version" -> version = reader.wholes("version", 3);
        case LEARNER -> learner();
        default -> reader.skip();
      }
    });
    reader.end();
    return build();
  }

  private void learner() {
    learnerSeen = true;
    reader.object(LEARNER, key -> {
      switch (key) {
        case "attributes" ->
          reader.object(
              LEARNER + ".attributes",
              name -> attributes.put(name, reader.text(LEARNER + ".attributes." + quote(name))));
        case "feature_names" ->
          featureNames = reader.texts(LEARNER + ".feature_names", limits.features());
        case "gradient_booster" -> gradientBooster();
        case "learner_model_param" -> parameters();
        case "objective" -> objective();
        default -> reader.skip();
      }
    });
  }

  private void parameters() {
    reader.object(PARAMETERS, key -> {
      String path = PARAMETERS + "." + key;
      switch (key) {
        case "base_score" -> baseScore = reader.text(path);
        case "num_feature" -> featureCount = reader.count(path);
        case "num_target" -> targets = reader.count(path);
        case "num_class" -> classes = reader.count(path);
        default -> reader.skip();
      }
    });
  }

  private void objective() {
    reader.object(OBJECTIVE, key -> {
      switch (key) {
        case "name" -> objective = reader.text(OBJECTIVE + ".name");
        case "quantile_loss_param" ->
          reader.object(OBJECTIVE + ".quantile_loss_param", name -> {
            if (name.equals("quantile_alpha")) {
              alphas = reader.text(OBJECTIVE + ".quantile_loss_param.quantile_alpha");
            } else {
              reader.skip();
            }
          });
        default -> reader.skip();
      }
    });
  }

  private void gradientBooster() {
    reader.object(BOOSTER, key -> {
      switch (key) {
        case "name" -> booster = reader.text(BOOSTER + ".name");
        case "model" -> model();
        case "weight_drop" -> weights(BOOSTER + ".weight_drop");
        default -> reader.skip();
      }
    });
  }

  private void model() {
    modelSeen = true;
    reader.object(MODEL, key -> {
      switch (key) {
        case "gbtree_model_param" ->
          reader.object(MODEL + ".gbtree_model_param", name -> {
            if (name.equals("num_trees")) {
              treeCount = reader.count(MODEL + ".gbtree_model_param.num_trees");
            } else {
              reader.skip();
            }
          });
        case "tree_info" -> groups = reader.wholes(MODEL + ".tree_info", limits.trees());
        case "trees" -> drafts = trees();
        case "weight_drop" -> weights(MODEL + ".weight_drop");
        default -> reader.skip();
      }
    });
  }

  /** From 3.3 on a gbtree may have been trained with dropout, which gives its trees weights, as dart does. */
  private void weights(String path) {
    weights = Math.max(weights, reader.singles(path, limits.trees()).length);
  }

  private List<TreeDraft> trees() {
    List<TreeDraft> trees = new ArrayList<>();
    reader.array(MODEL + ".trees", limits.trees(), kind -> {
      TreeDraft draft = TreeDraft.read(
          reader, kind, "%s.trees[%d]".formatted(MODEL, trees.size()), trees.size(), limits);
      totalNodes += draft.nodes();
      DocumentReader.limit(MODEL + ".trees: nodes", totalNodes, limits.totalNodes());
      trees.add(draft);
    });
    return trees;
  }

  private BoostedModel build() {
    present(learnerSeen ? LEARNER : null, LEARNER);
    int[] wrote = present(version, "version");
    if (wrote.length != 3) {
      throw DocumentReader.invalid("version", wrote.length + " numbers", "there are three");
    }
    String writtenBy = "%d.%d.%d".formatted(wrote[0], wrote[1], wrote[2]);
    if (wrote[0] < 2 || wrote[0] > 3 || (wrote[0] == 3 && wrote[1] > NEWEST_MINOR)) {
      throw unsupported(
          "version",
          writtenBy,
          "2.0 to 3.%d; load it with such an XGBoost and save it again".formatted(NEWEST_MINOR));
    }
    String kind = present(booster, BOOSTER + ".name");
    if (!kind.equals("gbtree")) {
      throw unsupported(BOOSTER + ".name", quote(kind), "gbtree");
    }
    if (weights > 0) {
      throw unsupported(
          BOOSTER + ": weight_drop", weights + " weights", "none; train without dropout");
    }
    String label = present(objective, OBJECTIVE + ".name");
    Objective goal = Objective.labelled(label)
        .orElseThrow(() -> unsupported(OBJECTIVE + ".name", quote(label), Objective.supported()));
    int features = present(featureCount, PARAMETERS + ".num_feature");
    DocumentReader.limit(PARAMETERS + ".num_feature", features, limits.features());
    if (classes > 1) {
      throw unsupported(PARAMETERS + ".num_class", Integer.toString(classes), "0 and 1");
    }
    if (targets < 1) {
      throw DocumentReader.invalid(
          PARAMETERS + ".num_target", Integer.toString(targets), "it is ≥ 1");
    }
    DocumentReader.limit(PARAMETERS + ".num_target", targets, limits.outputs());
    present(modelSeen ? MODEL : null, MODEL);
    List<TreeDraft> read = present(drafts, MODEL + ".trees");
    int declared = present(treeCount, MODEL + ".gbtree_model_param.num_trees");
    if (declared != read.size()) {
      throw DocumentReader.invalid(
          MODEL + ".gbtree_model_param.num_trees",
          Integer.toString(declared),
          "the file has %d trees".formatted(read.size()));
    }
    List<Tree> trees = new ArrayList<>(read.size());
    for (int i = 0; i < read.size(); i++) {
      trees.add(read.get(i).build("%s.trees[%d]".formatted(MODEL, i), features, limits.depth()));
    }
    List<Float> quantiles = goal == Objective.QUANTILE
        ? numbers(
            OBJECTIVE + ".quantile_loss_param.quantile_alpha",
            present(alphas, OBJECTIVE + ".quantile_loss_param.quantile_alpha"))
        : List.of();
    return new BoostedModel(
        writtenBy,
        goal,
        quantiles,
        features,
        featureNames,
        baseMargins(goal, wrote),
        trees,
        Arrays.stream(present(groups, MODEL + ".tree_info")).boxed().toList(),
        attributes);
  }

  /** The base score is what is predicted without trees, one number or one an output; scoring starts from its margin. */
  private List<Float> baseMargins(Objective goal, int[] wrote) {
    String path = PARAMETERS + ".base_score";
    List<Float> scores = numbers(path, present(baseScore, path));
    if (scores.size() != 1 && scores.size() != targets) {
      throw DocumentReader.invalid(
          path,
          scores.size() + " numbers",
          "there is one, or one for each of the %d outputs".formatted(targets));
    }
    // 3.2 began to keep probabilities off 0 and 1, where their margin is infinite.
    boolean bounds = wrote[0] > 3 || (wrote[0] == 3 && wrote[1] >= 2);
    List<Float> margins = new ArrayList<>(targets);
    for (int i = 0; i < targets; i++) {
      float score = scores.get(scores.size() == 1 ? 0 : i);
      switch (goal.link()) {
        case LOGISTIC -> {
          if (!(bounds ? score >= 0 && score <= 1 : score > 0 && score < 1)) {
            throw DocumentReader.invalid(
                path, Float.toString(score), "with %s it is a probability".formatted(goal.label()));
          }
          score = bounds ? Math.min(Math.max(score, 1e-6f), 1 - 1e-6f) : score;
        }
        case EXPONENTIAL -> {
          if (!(score > 0)) {
            throw DocumentReader.invalid(
                path, Float.toString(score), "with %s it is > 0".formatted(goal.label()));
          }
        }
        case IDENTITY -> {}
      }
      margins.add(goal.link().margin(score));
    }
    return margins;
  }

  /** {@code 5E-1}, {@code [5E-1,3E-1]} or {@code (0.5, 0.3)}: XGBoost has written numbers in all of these ways. */
  private List<Float> numbers(String path, String text) {
    String inner = text.strip();
    if (inner.length() >= 2
        && "[(".indexOf(inner.charAt(0)) >= 0
        && "])".indexOf(inner.charAt(inner.length() - 1)) >= 0) {
      inner = inner.substring(1, inner.length() - 1);
    }
    String[] parts = inner.split(",", limits.outputs() + 1);
    DocumentReader.limit(path, parts.length, limits.outputs());
    List<Float> numbers = new ArrayList<>(parts.length);
    for (String part : parts) {
      try {
        numbers.add(Float.parseFloat(part.strip()));
      } catch (NumberFormatException notANumber) {
        throw new RefusedModelException(
            new Refusal.WrongType(path, quote(text), "a number or several"));
      }
    }
    return numbers;
  }

  private static <T> T present(@Nullable T value, String where) {
    if (value == null) {
      throw new RefusedModelException(new Refusal.Missing(where));
    }
    return value;
  }

  private static RefusedModelException unsupported(String where, String value, String supported) {
    return new RefusedModelException(new Refusal.Unsupported(where, value, supported));
  }

  /** A stranger's text, fit for a message: short, and without what a terminal would obey. */
  static String quote(String text) {
    String shown = text.length() <= 60 ? text : text.substring(0, 60) + "…";
    return shown.replaceAll("[\\p{Cntrl}\\p{Co}\\p{Cn}\\p{Cs}]", "·");
  }
}
