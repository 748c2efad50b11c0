package io.adaptivelb.linear;

import io.adaptivelb.learner.Predictor;
import io.adaptivelb.learner.Rows;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.objectives.AbsoluteLoss;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;
import org.tribuo.transform.transformations.SimpleTransform;

/**
 * A linear model of scaled features, trained by stochastic gradient descent with AdaGrad (Duchi, Hazan and Singer, 2011). A feature is in
 * its own standard deviations, at most five from its mean, so that no single minute decides. Small steps and few passes keep weights small.
 * The same rows, passes and seed give the same model. Immutable.
 */
public final class LinearModel implements Predictor {
  private static final double FARTHEST = 5;
  private static final double EPSILON = 0.1;
  private static final int NO_LOG = -1;
  private static final String VALUE = "value";
  private static final Label YES = new Label("yes");
  private static final Label NO = new Label("no");
  /** What is said where no row was a yes. */
  private static final Label NEVER = new Label("yes", 0);
  /** Kept, because a logger that nobody holds forgets its level. Every training logs two lines to the screen otherwise. */
  private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

  static {
    TRIBUO.setLevel(Level.WARNING);
  }

  private final Model<?> model;
  private final RowPrediction prediction;

  private LinearModel(Model<?> model, RowPrediction prediction) {
    this.model = model;
    this.prediction = prediction;
  }

  /** What is said of one row. */
  private interface RowPrediction {
    double of(Rows rows, int row);
  }

  /**
   * How to train.
   *
   * @param rate of the first steps, in what a standard deviation of a feature does to a label
   * @param passes over all rows, in an order that the seed decides
   * @param seed of the order
   */
  public record Descent(double rate, int passes, long seed) {
    /** Validates. */
    public Descent {
      if (!(rate > 0 && rate <= 10)) {
        throw new IllegalArgumentException("rate is %s; it must be in 0…10".formatted(rate));
      }
      if (passes < 1) {
        throw new IllegalArgumentException(
            "passes are %d; one at least is needed".formatted(passes));
      }
    }
  }

  /**
   * Learns the median of labels: what is minimised is the absolute error.
   *
   * @param names of the columns
   * @param data what the provenance calls the rows
   */
  public static LinearModel median(
      List<String> names, String data, Rows rows, Descent descent) {
    double unit = unit(rows);
    Examples examples = new Examples(names);
    Dataset<Regressor> dataset = examples.dataset(
        data, rows, new RegressionFactory(), row -> new Regressor(VALUE, rows.label(row) / unit));
    var trainer = new org.tribuo.regression.sgd.linear.LinearSGDTrainer(
        new AbsoluteLoss(), optimiser(descent), descent.passes(), NO_LOG, descent.seed());
    Model<Regressor> model = train(trainer, dataset);
    Regressor unknown = new Regressor(VALUE, Double.NaN);
    return new LinearModel(model, (some, row) -> {
      Regressor predicted = model.predict(examples.example(unknown, some, row)).getOutput();
      return unit * predicted.getValues()[0];
    });
  }

  /** Learns the probability of a label that is 1, where others are 0: logistic regression. */
  public static LinearModel probability(
      List<String> names, String data, Rows rows, Descent descent) {
    Examples examples = new Examples(names);
    Dataset<Label> dataset = examples.dataset(
        data, rows, new LabelFactory(), row -> rows.label(row) > 0.5 ? YES : NO);
    var trainer = new org.tribuo.classification.sgd.linear.LinearSGDTrainer(
        new LogMulticlass(), optimiser(descent), descent.passes(), NO_LOG, descent.seed());
    Model<Label> model = train(trainer, dataset);
    return new LinearModel(model, (some, row) -> {
      Prediction<Label> predicted = model.predict(examples.example(NO, some, row));
      return predicted.getOutputScores().getOrDefault(YES.getLabel(), NEVER).getScore();
    });
  }

  /** The mean size of labels: the steps of the descent are the same however large labels are. */
  private static double unit(Rows rows) {
    double sum = 0;
    for (int row = 0; row < rows.size(); row++) {
      sum += Math.abs(rows.label(row));
    }
    return sum > 0 ? sum / rows.size() : 1;
  }

  private static AdaGrad optimiser(Descent descent) {
    return new AdaGrad(descent.rate(), EPSILON);
  }

  private static <T extends Output<T>> Model<T> train(Trainer<T> trainer, Dataset<T> dataset) {
    TransformationMap scaling = new TransformationMap(
        List.of(new MeanStdDevTransformation(), SimpleTransform.threshold(-FARTHEST, FARTHEST)));
    return new TransformTrainer<>(trainer, scaling).train(dataset);
  }

  @Override
  public double[] predict(Rows rows) {
    double[] predicted = new double[rows.size()];
    for (int row = 0; row < predicted.length; row++) {
      predicted[row] = prediction.of(rows, row);
    }
    return predicted;
  }

  /** How it came to be, in Tribuo's words: data, scaling, trainer and its settings; maps, lists and texts. */
  public Map<String, Object> provenance() {
    return Provenances.plain(model.getProvenance());
  }

  /** Holds nothing. */
  @Override
  public void close() {}
}
