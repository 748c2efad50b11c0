package io.adaptivelb.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.cli.Lb;
import io.adaptivelb.recording.SyntheticDay;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class EvaluateCommandTest {
  @TempDir
  Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int lb(String... arguments) {
    CommandLine root = Lb.commandLine();
    root.setOut(new PrintWriter(out));
    root.setErr(new PrintWriter(err));
    return root.execute(arguments);
  }

  private String day(String name, int pods, long seed) {
    return new SyntheticDay(pods, 150, seed)
        .faultsEvery(9, 100)
        .write(folder.resolve(name))
        .toString();
  }

  @Test
  void json_hasEveryTargetAndEverySplit() throws IOException {
    String days = day("one", 2, 1) + "," + day("two", 3, 2);

    assertThat(lb("evaluate", "--recorded", days, "--seeds", "1", "--json")).isZero();

    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.get("recordings")).hasSize(2);
    assertThat(report.at("/recordings/0/intake/rows").asInt()).isEqualTo(300);
    assertThat(report.get("forecast")).hasSize(12);
    assertThat(report.at("/forecast/0/target").asText()).isEqualTo("SERVER_LATENCY_P90");
    for (JsonNode figures : report.get("forecast")) {
      double better =
          Math.min(figures.get("persistence").asDouble(), figures.get("ewma10").asDouble());
      assertThat(figures.get("gain").asDouble())
          .isEqualTo(1 - figures.get("model").asDouble() / better, within(1e-9));
      assertThat(figures.at("/linear/error").asDouble()).isPositive();
    }
    assertThat(report.get("degraded")).hasSize(5);
    assertThat(report.at("/degraded/3/train").asText()).isEqualTo("one");
    assertThat(report.at("/degraded/3/test").asText()).isEqualTo("two");
    assertThat(report.at("/degraded/0/auc").asDouble()).isBetween(0.0, 1.0);
    assertThat(report.at("/degraded/0/linear/auc").asDouble()).isBetween(0.0, 1.0);
    assertThat(report
            .at("/degraded/3/linear/provenance/dataset/datasource/description")
            .asText())
        .isEqualTo("one");
    assertThat(err.toString()).contains("17 of 17: degraded pods, two → one");
  }

  @Test
  void json_isTheSameAgain() {
    String[] command = {"evaluate", "--recorded", day("one", 2, 1), "--seeds", "1", "--json"};
    assertThat(lb(command)).isZero();
    String first = out.toString();
    out.getBuffer().setLength(0);

    assertThat(lb(command)).isZero();

    assertThat(out.toString()).isEqualTo(first);
  }

  @Test
  void text_saysWhatWasReadAndWhatServes() {
    String day = day("one", 2, 1);

    assertThat(lb("evaluate", "--train", day, "--test", day("two", 2, 3), "--seeds", "1"))
        .isZero();

    assertThat(out.toString())
        .contains("one: 2 pods, 150 minutes, 11 faults")
        .contains("300 rows read, 0 refused")
        .contains("The next minute: one → two")
        .contains("server_latency_p95")
        .contains("over linear")
        .contains("AUC above that of the linear model")
        .contains("Degraded pods: one → two")
        .contains("Brier score");
  }

  @Test
  void html_isOnePageWithPlots() throws IOException {
    Path page = folder.resolve("report.html");

    assertThat(lb(
            "evaluate", "--recorded", day("one", 2, 1), "--seeds", "1", "--html", page.toString()))
        .isZero();

    assertThat(Files.readString(page))
        .contains("Models on recorded telemetry")
        .contains("Error by target")
        .contains("over linear")
        .contains("Calibration")
        .contains("ROC");
  }

  @Test
  void dayWithoutFaults_isForecastAndTheReportSaysSo() {
    String day = new SyntheticDay(2, 60, 1).write(folder.resolve("quiet")).toString();

    assertThat(lb("evaluate", "--recorded", day, "--seeds", "1")).isZero();

    assertThat(out.toString())
        .contains("The next minute: quiet, first half → quiet, second half")
        .contains(
            "note: quiet has 0 faults; 2 at least are needed to be judged by for degraded pods");
  }

  @Test
  void help_tellsTheTwoKindsApart() {
    assertThat(lb("evaluate", "--help")).isZero();

    assertThat(out.toString())
        .contains("lb evaluate --data DIR[,DIR...]", "or: lb evaluate --recorded DIR")
        .contains("Either compare finished versions on data sets:")
        .contains("Or train on recorded days, and judge what was trained:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|give either --data, or --recorded, or both --train and --test",
        "--train DAY|give either --data, or --recorded, or both --train and --test",
        "--recorded DAY --train DAY --test DAY|give either --data, or --recorded, or both --train and --test",
        "--train DAY --test DAY|is both --train and --test",
        "--recorded DAY --html nowhere/report.html|its folder must be there",
        "--recorded nowhere|nowhere is not a folder",
        "--recorded DAY --seeds 0|--seeds is 0; it must be in 1…100",
        "--recorded DAY --threads -1|--threads is -1; it must be in 1…1024",
        "--recorded DAY --task guess|Invalid value for option '--task'",
      })
  void mistake_namesTheValueAndTheRule(String arguments, String message) {
    String given =
        ("evaluate " + (arguments == null ? "" : arguments)).replace("DAY", day("day", 1, 1));

    assertThat(lb(given.strip().split(" "))).isEqualTo(2);

    assertThat(err.toString()).contains(message);
  }
}
