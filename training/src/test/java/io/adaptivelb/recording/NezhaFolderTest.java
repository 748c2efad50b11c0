package io.adaptivelb.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NezhaFolderTest {
  private static final String POD = SyntheticDay.pod(0);

  @TempDir
  Path folder;

  private List<String> tenRows() {
    List<String> lines = new ArrayList<>(List.of(SyntheticDay.HEADER));
    for (int minute = 0; minute < 10; minute++) {
      lines.add(SyntheticDay.row(POD, minute, minute + 1));
    }
    return lines;
  }

  private Path pod(List<String> lines) throws IOException {
    return Files.write(folder.resolve(POD + "_metric.csv"), lines);
  }

  private static String with(String row, int cell, String value) {
    String[] cells = row.split(",", -1);
    cells[cell] = value;
    return String.join(",", cells);
  }

  @Test
  void read_wholeDay_hasPodsMinutesAndFaults() {
    Recording recording = NezhaFolder.read(
        new SyntheticDay(3, 50, 1).faultsEvery(20, 50).write(folder.resolve("day")));

    assertThat(recording.name()).isEqualTo("day");
    assertThat(recording.minutes()).isEqualTo(50);
    assertThat(recording.pods())
        .extracting(PodSeries::service)
        .containsExactly("service0", "service1", "service2");
    assertThat(recording.faults())
        .extracting(Fault::kind)
        .containsExactly("cpu_contention", "cpu_consumed");
    assertThat(recording.time(2)).isEqualTo(SyntheticDay.START.plusMillis(120_250));
    assertThat(recording.intake()).isEqualTo(new Intake(3, 150, 0, 0, 0, 0, 0, 0, List.of()));
  }

  @Test
  void read_latencies_areMillis() throws IOException {
    pod(tenRows());

    PodSeries series = NezhaFolder.read(folder).pods().getFirst();

    assertThat(series.at(Measure.SERVER_P90_MILLIS, 4)).isCloseTo(5_000, within(1e-6));
    assertThat(series.at(Measure.CPU_PERCENT, 4)).isEqualTo(5);
  }

  @Test
  void read_corruptTimestamp_isRepairedFromTimeAndSaid() throws IOException {
    List<String> lines = tenRows();
    lines.set(3, with(lines.get(3), 1, "1861140279"));
    lines.set(4, with(lines.get(4), 1, "soon"));
    pod(lines);

    Recording recording = NezhaFolder.read(folder);

    assertThat(recording.intake().rows()).isEqualTo(10);
    assertThat(recording.intake().repairedTimestamps()).isEqualTo(2);
    assertThat(recording.intake().notes().getFirst())
        .startsWith(
            POD + "_metric.csv:4: TimeStamp \"1861140279\" is not Time \"2022-08-22 03:53:19.25");
    assertThat(recording.pods().getFirst().at(Measure.CPU_PERCENT, 2)).isEqualTo(3);
  }

  @Test
  void read_nothingMeasured_isMissing() throws IOException {
    List<String> lines = tenRows();
    lines.set(3, with(with(lines.get(3), 4, "NaN"), 12, ""));
    pod(lines);

    Recording recording = NezhaFolder.read(folder);

    assertThat(recording.intake().missingValues()).isEqualTo(2);
    assertThat(recording.pods().getFirst().at(Measure.CPU_PERCENT, 2)).isNaN();
    assertThat(recording.pods().getFirst().at(Measure.SERVER_P90_MILLIS, 2)).isNaN();
  }

  @Test
  void read_skippedMinute_isMissingInAllMeasures() throws IOException {
    List<String> lines = tenRows();
    lines.remove(5);
    pod(lines);

    Recording recording = NezhaFolder.read(folder);

    assertThat(recording.minutes()).isEqualTo(10);
    assertThat(recording.intake().missingMinutes()).isEqualTo(1);
    assertThat(recording.pods().getFirst().at(Measure.CPU_PERCENT, 4)).isNaN();
    assertThat(recording.pods().getFirst().at(Measure.CPU_PERCENT, 5)).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4|lots|CpuUsageRate(%) is \"lots\"; it must be a number in 0…1e15",
        "4|-1|CpuUsageRate(%) is \"-1\"",
        "4|Infinity|CpuUsageRate(%) is \"Infinity\"",
        "4|1e300|CpuUsageRate(%) is \"1e300\"",
        "0|yesterday|Time is \"yesterday\"; it must be like 2022-08-22 03:51:19.799 +0000 UTC",
        "0|2022-13-45 00:00:00|Time is \"2022-13-45 00:00:00\"",
        "0|2022-08-22 03:51:19.25 +0000 UTC|it must be later than the row before it",
        "2|frontend-1-2|PodName is \"frontend-1-2\"; it must be the pod that the file is called after",
      })
  void read_badCell_refusesTheRowAndNamesIt(int cell, String value, String complaint)
      throws IOException {
    List<String> lines = tenRows();
    lines.set(7, with(lines.get(7), cell, value));
    pod(lines);

    Intake intake = NezhaFolder.read(folder).intake();

    assertThat(intake.rows()).isEqualTo(9);
    assertThat(intake.refusedRows()).isEqualTo(1);
    assertThat(intake.notes())
        .singleElement()
        .asString()
        .startsWith(POD + "_metric.csv:8: ")
        .contains(complaint);
  }

  @Test
  void read_rowOfAnotherLength_isRefused() throws IOException {
    List<String> lines = tenRows();
    lines.set(7, lines.get(7) + ",1");
    lines.set(8, "");
    pod(lines);

    Intake intake = NezhaFolder.read(folder).intake();

    assertThat(intake.refusedRows()).isEqualTo(2);
    assertThat(intake.notes().getFirst())
        .contains(":8: * is \"23 cells\"; it must be as many as the header, 22");
  }

  @Test
  void read_tooManyBadRows_isAnError() throws IOException {
    List<String> lines = tenRows();
    for (int minute = 10; minute < 22; minute++) {
      lines.add(with(SyntheticDay.row(POD, minute, 1), 5, "x"));
    }
    pod(lines);

    assertThatThrownBy(() -> NezhaFolder.read(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("12 of 22 rows break the rules")
        .hasMessageContaining("MemoryUsage(Mi) is \"x\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CpuUsageRate(%)|cpu|has no column \"CpuUsageRate(%)\"",
        "TimeStamp|Time|column \"Time\" is there twice",
      })
  void read_otherHeader_isAnError(String column, String instead, String complaint)
      throws IOException {
    List<String> lines = tenRows();
    lines.set(0, lines.getFirst().replace(column, instead));
    pod(lines);

    assertThatThrownBy(() -> NezhaFolder.read(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void read_noSuchFolderOrNoPod_isAnError() {
    assertThatThrownBy(() -> NezhaFolder.read(folder.resolve("nowhere")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("nowhere is not a folder");
    assertThatThrownBy(() -> NezhaFolder.read(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has no file POD_metric.csv");
  }

  @Test
  void read_podTwice_isAnError() throws IOException {
    pod(tenRows());
    Files.copy(folder.resolve(POD + "_metric.csv"), folder.resolve(POD + "_metric.csv.gz"));

    assertThatThrownBy(() -> NezhaFolder.read(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("are of the same pod");
  }

  @Test
  void read_truncatedGzip_isAnErrorThatNamesTheLine() throws IOException {
    Path day = new SyntheticDay(1, 400, 1).write(folder.resolve("day"));
    Path file = day.resolve(POD + "_metric.csv.gz");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> NezhaFolder.read(day))
        .isInstanceOf(UserError.class)
        .hasMessageMatching("cannot read .*_metric.csv.gz beyond line \\d+: .*");
  }

  @Test
  void read_garbage_isAlwaysAnErrorInOneLine() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    byte[] sane = String.join("\n", tenRows()).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 300; i++) {
      byte[] garbage = sane.clone();
      for (int n = 0; n < 1 << random.nextInt(12); n++) {
        garbage[random.nextInt(garbage.length)] = (byte) random.nextInt(256);
      }
      Files.write(folder.resolve(POD + "_metric.csv"), garbage);
      try {
        Recording recording = NezhaFolder.read(folder);
        assertThat(recording.intake().rows()).isPositive();
      } catch (UserError e) {
        assertThat(e.getMessage()).contains(POD);
      }
    }
  }

  @Test
  void read_faultWithWrongTimestamp_isRepaired() throws IOException {
    pod(tenRows());
    faults(
        "{\"04\": [{\"inject_time\": \"2022-08-22 03:55:00\", \"inject_timestamp\": \"7\", \"inject_pod\": \"%s\", \"inject_type\": \"return\"}]}"
            .formatted(POD));

    Recording recording = NezhaFolder.read(folder);

    assertThat(recording.intake().repairedFaults()).isEqualTo(1);
    assertThat(recording.faults().getFirst().time())
        .isEqualTo(Instant.parse("2022-08-22T03:55:00Z"));
    assertThat(recording.faultOn(POD, Instant.parse("2022-08-22T03:58:59Z"), Duration.ofMinutes(4)))
        .isPresent();
    assertThat(recording.faultOn(POD, Instant.parse("2022-08-22T03:59:00Z"), Duration.ofMinutes(4)))
        .isEmpty();
    assertThat(recording.faultOn(
            "other", Instant.parse("2022-08-22T03:56:00Z"), Duration.ofMinutes(4)))
        .isEmpty();
  }

  @Test
  void read_hourThatIsThereTwice_isReadTwice() throws IOException {
    pod(tenRows());
    faults("{\"04\": [%s], \"04\": [%s]}"
        .formatted(SyntheticDay.fault(3, POD, "return"), SyntheticDay.fault(8, POD, "exception")));

    assertThat(NezhaFolder.read(folder).faults())
        .extracting(Fault::kind)
        .containsExactly("return", "exception");
  }

  @Test
  void read_faultOnUnknownPodOrWithoutTime_isRefused() throws IOException {
    pod(tenRows());
    faults("{\"04\": [%s, {\"inject_pod\": \"%s\", \"inject_type\": \"return\"}]}"
        .formatted(SyntheticDay.fault(3, "nobody-1-2", "return"), POD));

    Recording recording = NezhaFolder.read(folder);

    assertThat(recording.faults()).isEmpty();
    assertThat(recording.intake().refusedFaults()).isEqualTo(2);
    assertThat(recording.intake().notes().getFirst())
        .contains("04[0]: inject_pod \"nobody-1-2\"; it must be one of the recorded pods");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|an object of lists by hour is needed",
        "{\"04\": 3}|is not a list of faults",
        "{\"04\": [|cannot read"
      })
  void read_brokenFaultList_isAnError(String text, String complaint) throws IOException {
    pod(tenRows());
    faults(text);

    assertThatThrownBy(() -> NezhaFolder.read(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(complaint);
  }

  private void faults(String text) throws IOException {
    Files.writeString(folder.resolve("2022-08-22-fault_list.json"), text);
  }
}
