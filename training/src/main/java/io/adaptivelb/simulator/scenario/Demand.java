package io.adaptivelb.simulator.scenario;

import static io.adaptivelb.domain.Ranges.requireInRange;

import io.adaptivelb.simulator.engine.Sampler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How a duration of a request is distributed.
 *
 * @param shape of the distribution
 * @param mean its mean; ≥ 0
 * @param variation standard deviation over mean, of a lognormal; 0.01…20
 * @param tail index of a Pareto distribution, the lower the heavier; 1.05…10
 * @param file job sizes, the last column of each line; scaled to the mean, drawn at random; only for the shape file
 */
public record Demand(
    Shape shape, Duration mean, double variation, double tail, Optional<Path> file) {
  /** The shapes. */
  public enum Shape {
    /** Always the mean. */
    CONSTANT,
    /** Memoryless. */
    EXPONENTIAL,
    /** Most real services. */
    LOGNORMAL,
    /** A few requests do most of the work. */
    PARETO,
    /** As recorded. */
    FILE
  }

  /** What holds for keys that are not given. */
  public static final Demand DEFAULTS =
      new Demand(Shape.EXPONENTIAL, Duration.ZERO, 1, 1.8, Optional.empty());

  /** A Pareto tail is cut at so many means. */
  private static final double CUT = 200;

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public Demand {
    requireInRange("mean", mean, Duration.ZERO, Duration.ofMinutes(10));
    requireInRange("variation", variation, 0.01, 20);
    requireInRange("tail", tail, 1.05, 10);
    if ((shape == Shape.FILE) != file.isPresent()) {
      throw new IllegalArgumentException(
          "shape is %s and file %s; a file is given exactly for the shape file"
              .formatted(shape, file.map(Path::toString).orElse("not given")));
    }
  }

  Demand resolved(Path folder) {
    return new Demand(shape, mean, variation, tail, file.map(f -> folder.resolve(f.toString())));
  }

  /** The distribution. */
  Sampler sampler() {
    double m = mean.toNanos() * 1e-9;
    if (m == 0) {
      return random -> 0;
    }
    return switch (shape) {
      case CONSTANT -> random -> m;
      case EXPONENTIAL -> random -> -m * StrictMath.log(1 - random.nextDouble());
      case LOGNORMAL -> lognormal(m);
      case PARETO -> pareto(m);
      case FILE -> recorded(m);
    };
  }

  private Sampler lognormal(double m) {
    double sigma = StrictMath.sqrt(StrictMath.log(1 + variation * variation));
    double mu = StrictMath.log(m) - sigma * sigma / 2;
    return random -> StrictMath.exp(mu + sigma * gauss(random));
  }

  /** Marsaglia's polar method, one of the two. */
  private static double gauss(SplittableRandom random) {
    while (true) {
      double u = 2 * random.nextDouble() - 1;
      double v = 2 * random.nextDouble() - 1;
      double s = u * u + v * v;
      if (s < 1 && s > 0) {
        return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
      }
    }
  }

  /** Bounded Pareto, its scale solved so that the mean is m. */
  private Sampler pareto(double m) {
    double a = tail;
    double high = CUT * m;
    double low = 0;
    double up = m;
    for (int step = 0; step < 100; step++) {
      double middle = (low + up) / 2;
      double ratio = StrictMath.pow(middle / high, a);
      double mean = a / (a - 1) * (middle - high * ratio) / (1 - ratio);
      if (mean < m) {
        low = middle;
      } else {
        up = middle;
      }
    }
    double least = up;
    double cut = 1 - StrictMath.pow(least / high, a);
    return random -> least * StrictMath.pow(1 - random.nextDouble() * cut, -1 / a);
  }

  private Sampler recorded(double m) {
    double[] sizes = Recording.sizes(file.orElseThrow());
    double sum = 0;
    for (double size : sizes) {
      sum += size;
    }
    double scale = m * sizes.length / sum;
    return random -> scale * sizes[random.nextInt(sizes.length)];
  }
}
