package io.adaptivelb.telemetry;

/**
 * What an endpoint's own meters say of its machine. NaN: not reported.
 *
 * @param cores the CPU that it may use, in cores; &gt; 0
 * @param busyCores the CPU that it used, mean of the interval, in cores; ≥ 0
 * @param loadAveragePerCore runnable threads per core, 1 minute mean; ≥ 0
 * @param memoryRatio used share of the memory that it may use; 0…1
 */
public record Resources(
    double cores, double busyCores, double loadAveragePerCore, double memoryRatio) {
  /** Nothing reported. */
  public static final Resources UNKNOWN =
      new Resources(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /** Throws {@link IllegalArgumentException} naming a value outside its range. */
  public Resources {
    if (cores <= 0) {
      throw new IllegalArgumentException("cores is %s; it must be > 0".formatted(cores));
    }
    requireFinite("cores", cores, Double.MAX_VALUE);
    requireFinite("busyCores", busyCores, Double.MAX_VALUE);
    requireFinite("loadAveragePerCore", loadAveragePerCore, Double.MAX_VALUE);
    requireFinite("memoryRatio", memoryRatio, 1);
  }

  /** Busy share of the cores, or NaN when either is unknown; above 1 where the meter allows bursts. */
  public double cpuRatio() {
    return busyCores / cores;
  }

  private static void requireFinite(String name, double value, double max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(
          "%s is %s; it must be in 0…%s".formatted(name, value, max == 1 ? "1" : "∞ (finite)"));
    }
  }
}
