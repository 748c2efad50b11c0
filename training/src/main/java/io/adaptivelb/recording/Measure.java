package io.adaptivelb.recording;

import java.util.Arrays;
import java.util.List;

/**
 * What a recording says of a pod each minute, with its column in the Nezha layout and the factor that makes the unit of its name of it.
 *
 * <p>{@code PodSuccessRate(%)} is left out: it is always 0 there and means nothing.
 */
public enum Measure {
  CPU_MILLICORES("CpuUsage(m)", 1),
  CPU_PERCENT("CpuUsageRate(%)", 1),
  MEMORY_MEBIBYTES("MemoryUsage(Mi)", 1),
  MEMORY_PERCENT("MemoryUsageRate(%)", 1),
  READ_CALLS("SyscallRead", 1),
  WRITE_CALLS("SyscallWrite", 1),
  RECEIVED_BYTES("NetworkReceiveBytes", 1),
  SENT_BYTES("NetworkTransmitBytes", 1),
  CLIENT_P90_MILLIS("PodClientLatencyP90(s)", 1_000),
  SERVER_P90_MILLIS("PodServerLatencyP90(s)", 1_000),
  CLIENT_P95_MILLIS("PodClientLatencyP95(s)", 1_000),
  SERVER_P95_MILLIS("PodServerLatencyP95(s)", 1_000),
  CLIENT_P99_MILLIS("PodClientLatencyP99(s)", 1_000),
  SERVER_P99_MILLIS("PodServerLatencyP99(s)", 1_000),
  REQUESTS_PER_SECOND("PodWorkload(Ops)", 1),
  NODE_CPU_PERCENT("NodeCpuUsageRate(%)", 1),
  NODE_MEMORY_PERCENT("NodeMemoryUsageRate(%)", 1),
  NODE_RECEIVED_BYTES("NodeNetworkReceiveBytes", 1);

  private final String column;
  private final double factor;

  Measure(String column, double factor) {
    this.column = column;
    this.factor = factor;
  }

  /** Its column in the Nezha layout. */
  public String column() {
    return column;
  }

  /** The columns of all, in order. */
  static List<String> columns() {
    return Arrays.stream(values()).map(Measure::column).toList();
  }

  /** What a cell's number is in the unit of the name. */
  double of(double cell) {
    return cell * factor;
  }
}
