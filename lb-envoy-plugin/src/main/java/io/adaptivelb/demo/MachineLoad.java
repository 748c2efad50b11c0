package io.adaptivelb.demo;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** How busy this machine is while we measure: without headroom, figures say more of the machine than of the backends. */
final class MachineLoad {
  private final @Nullable OperatingSystemMXBean system =
      ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean bean
          ? bean
          : null;
  private double sum;
  private int samples;

  /** Takes the busy share of the cores since the previous call. */
  void sample() {
    double load = system == null ? -1 : system.getCpuLoad();
    if (load >= 0) {
      sum += load;
      samples++;
    }
  }

  /** The mean; NaN without a sample. */
  double busyRatio() {
    return samples == 0 ? Double.NaN : sum / samples;
  }
}
