package io.adaptivelb.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/**
 * A made-up day in the Nezha layout: services whose load wanders and returns, whose CPU and latency follow it, and faults that raise the CPU of
 * one pod for four minutes. What tests need and nobody has to ship.
 */
public final class SyntheticDay {
  /** The header of a pod's file. */
  public static final String HEADER =
      "Time,TimeStamp,PodName,CpuUsage(m),CpuUsageRate(%),MemoryUsage(Mi),MemoryUsageRate(%),SyscallRead,SyscallWrite,"
          + "NetworkReceiveBytes,NetworkTransmitBytes,PodClientLatencyP90(s),PodServerLatencyP90(s),PodClientLatencyP95(s),"
          + "PodServerLatencyP95(s),PodClientLatencyP99(s),PodServerLatencyP99(s),PodWorkload(Ops),PodSuccessRate(%),"
          + "NodeCpuUsageRate(%),NodeMemoryUsageRate(%),NodeNetworkReceiveBytes";

  /** When it begins. */
  public static final Instant START = Instant.parse("2022-08-22T03:51:19Z");

  private final int pods;
  private final int minutes;
  private final long seed;
  private int otherwiseFrom = Integer.MAX_VALUE;
  private final List<Integer> faultMinutes = new ArrayList<>();

  /** A day of so many pods and minutes. */
  public SyntheticDay(int pods, int minutes, long seed) {
    this.pods = pods;
    this.minutes = minutes;
    this.seed = seed;
  }

  /** Injects a fault every so many minutes, into one pod after the other. */
  public SyntheticDay faultsEvery(int every, int until) {
    for (int minute = every; minute < until; minute += every) {
      faultMinutes.add(minute);
    }
    return this;
  }

  /** Has another day's values from a minute on. */
  public SyntheticDay otherwiseFrom(int minute) {
    otherwiseFrom = minute;
    return this;
  }

  /** The name of a pod. */
  public static String pod(int number) {
    return "service%d-5f6585d649-fnm%02d".formatted(number, number);
  }

  /** A row of a pod, all of whose measures are about the same number. */
  public static String row(String pod, int minute, double value) {
    return row(pod, minute, value, value, value, value);
  }

  private static String row(
      String pod, int minute, double cpu, double latency, double load, double other) {
    Instant time = START.plusSeconds(60L * minute);
    return String.format(
        Locale.ROOT,
        "%s.250000000 +0000 UTC m=+%d.05,%d,%s,%.4f,%.4f,%.4f,%.4f,%.0f,%.0f,%.2f,%.2f,%.6f,%.6f,%.6f,%.6f,%.6f,%.6f,%.4f,0,%.4f,%.4f,%.2f",
        written(time),
        60 * minute,
        time.getEpochSecond(),
        pod,
        cpu / 5,
        cpu,
        other,
        other,
        10 * load,
        8 * load,
        100 * load,
        900 * load,
        latency / 2,
        latency,
        latency * 0.6,
        latency * 1.2,
        latency * 0.8,
        latency * 1.6,
        load,
        other,
        other,
        50 * other);
  }

  /** A time as the layout writes it, without fraction and zone. */
  public static String written(Instant time) {
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC).toString().replace('T', ' ')
        + (time.getEpochSecond() % 60 == 0 ? ":00" : "");
  }

  /** Writes the day, gzipped, into a new folder. */
  public Path write(Path folder) {
    try {
      Files.createDirectories(folder);
      for (int p = 0; p < pods; p++) {
        gzip(folder.resolve(pod(p) + "_metric.csv.gz"), rows(p));
      }
      List<String> faults = new ArrayList<>();
      for (int i = 0; i < faultMinutes.size(); i++) {
        faults.add(fault(
            faultMinutes.get(i), pod(i % pods), i % 2 == 0 ? "cpu_contention" : "cpu_consumed"));
      }
      Files.writeString(
          folder.resolve(folder.getFileName() + "-fault_list.json"),
          "{\"04\": [" + String.join(", ", faults) + "]}");
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A fault as the list has it. */
  public static String fault(int minute, String pod, String kind) {
    Instant time = START.plusSeconds(60L * minute - 5);
    return "{\"inject_time\": \"%s\", \"inject_timestamp\": \"%d\", \"inject_pod\": \"%s\", \"inject_type\": \"%s\"}"
        .formatted(written(time), time.getEpochSecond(), pod, kind);
  }

  private List<String> rows(int p) {
    SplittableRandom random = new SplittableRandom(seed * 1_000 + p);
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    double wander = 0;
    double memory = 20 + p;
    for (int minute = 0; minute < minutes; minute++) {
      if (minute == otherwiseFrom) {
        random = new SplittableRandom(-seed);
        wander = 5;
      }
      memory += 0.1 * random.nextGaussian();
      wander = 0.5 * wander + random.nextGaussian();
      double load = (p + 1) * Math.exp(0.3 * Math.sin(minute / 9.0) + 0.05 * wander);
      double cpu = 4 * load + 0.3 * random.nextGaussian() + (faulty(p, minute) ? 60 : 0);
      double latency = 0.01
          * (p + 1)
          * Math.exp(0.2 * wander + 0.1 * random.nextGaussian())
          * (faulty(p, minute) ? 5 : 1);
      lines.add(row(pod(p), minute, Math.max(0, cpu), latency, load, Math.max(1, memory)));
    }
    return lines;
  }

  private boolean faulty(int p, int minute) {
    for (int i = 0; i < faultMinutes.size(); i++) {
      if (i % pods == p && minute >= faultMinutes.get(i) && minute < faultMinutes.get(i) + 4) {
        return true;
      }
    }
    return false;
  }

  private static void gzip(Path file, List<String> lines) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
