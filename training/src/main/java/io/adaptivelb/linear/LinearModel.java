package io.adaptivelb.linear;

import io.adaptivelb.learner.Predictor;
import io.adaptivelb.learner.Rows;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.objectives.AbsoluteLoss;

/**
 * A linear model of scaled features, trained by stochastic gradient descent with AdaGrad (Duchi, Hazan and Singer, 2011). Small steps and few
 * passes keep its weights small. The same rows, descent and data give the same model. Immutable.
 */
public final class LinearModel implements Predictor {
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

  private final RowPrediction prediction;
  private final SortedMap<String, Object> provenance;

  private LinearModel(Model<?> model, RowPrediction prediction) {
    this.prediction = prediction;
    this.provenance = Provenances.plain(model.getProvenance());
    provenance.put("features", Scaling.WORDS);
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
  public static LinearModel median(List<String> names, String data, Rows rows, Descent descent) {
    double unit = unit(rows);
    Scaling scaling = new Scaling(names, rows);
    Dataset<Regressor> dataset = scaling.dataset(
        data, rows, new RegressionFactory(), row -> new Regressor(VALUE, rows.label(row) / unit));
    var trainer = new org.tribuo.regression.sgd.linear.LinearSGDTrainer(
        new AbsoluteLoss(), optimiser(descent), descent.passes(), NO_LOG, descent.seed());
    Model<Regressor> model = trainer.train(dataset);
    Regressor unknown = new Regressor(VALUE, Double.NaN);
    return new LinearModel(model, (some, row) -> {
      Regressor predicted = model.predict(scaling.example(unknown, some, row)).getOutput();
      return unit * predicted.getValues()[0];
    });
  }

  /** Learns the probability of a label that is 1, where others are 0: logistic regression. */
  public static LinearModel probability(
      List<String> names, String data, Rows rows, Descent descent) {
    Scaling scaling = new Scaling(names, rows);
    Dataset<Label> dataset =
        scaling.dataset(data, rows, new LabelFactory(), row -> rows.label(row) > 0.5 ? YES : NO);
    var trainer = new org.tribuo.classification.sgd.linear.LinearSGDTrainer(
        new LogMulticlass(), optimiser(descent), descent.passes(), NO_LOG, descent.seed());
    Model<Label> model = trainer.train(dataset);
    return new LinearModel(model, (some, row) -> {
      Prediction<Label> predicted = model.predict(scaling.example(NO, some, row));
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

  @Override
  public double[] predict(Rows rows) {
    double[] predicted = new double[rows.size()];
    for (int row = 0; row < predicted.length; row++) {
      predicted[row] = prediction.of(rows, row);
    }
    return predicted;
  }

  /** How it came to be, in Tribuo's words: {@code dataset}, and {@code trainer} with its settings; maps, lists and texts. */
  public SortedMap<String, Object> provenance() {
    return Collections.unmodifiableSortedMap(provenance);
  }

  /** Holds nothing. */
  @Override
  public void close() {}
}
