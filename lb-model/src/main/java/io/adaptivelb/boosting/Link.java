package io.adaptivelb.boosting;

/** How a margin, the sum of the trees, becomes a prediction; in single precision, as XGBoost computes it. */
public enum Link {
  /** The margin is the prediction. */
  IDENTITY {
    @Override
    public float output(float margin) {
      return margin;
    }

    @Override
    float margin(float output) {
      return output;
    }
  },
  /** 1 / (1 + e^−margin): a probability. */
  LOGISTIC {
    @Override
    public float output(float margin) {
      // The cap keeps e^x finite; native adds 1e-16 as well, which a float of 1 or more does not
      // feel.
      return 1 / (CMath.exp(Math.min(-margin, 88.7f)) + 1);
    }

    @Override
    float margin(float output) {
      return -CMath.log(1 / output - 1);
    }
  },
  /** e^margin: a rate. */
  EXPONENTIAL {
    @Override
    public float output(float margin) {
      return CMath.exp(margin);
    }

    @Override
    float margin(float output) {
      return CMath.log(output);
    }
  };

  /** The prediction for a margin; rises with it. */
  public abstract float output(float margin);

  abstract float margin(float output);
}
