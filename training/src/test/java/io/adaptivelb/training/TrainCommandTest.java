package io.adaptivelb.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.cli.Lb;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.heads.SyntheticFleet;
import io.adaptivelb.prediction.Calibrations;
import io.adaptivelb.prediction.Target;
import io.adaptivelb.registry.Head;
import io.adaptivelb.registry.ModelContent;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryLimits;
import io.adaptivelb.registry.VersionInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TrainCommandTest {
  private static final SyntheticFleet FLEET = new SyntheticFleet(2, 4, 250, 1);

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

  private int train(String arguments) {
    String all =
        "train --rounds 20 --patience 5 --depth 3 --learning-rate 0.3 --leaf-weight 5 --threads 1 ";
    return lb((all + arguments.replace("FOLDER", folder.toString())).split(" ", -1));
  }

  @Test
  void train_putsOneCandidateWithEverythingInIt() throws IOException {
    FLEET.write(folder.resolve("set"), 1);

    assertThat(train("--data FOLDER/set --out FOLDER/models --json --report FOLDER/page.html "
            + "--card FOLDER/card.md"))
        .as(err.toString())
        .isZero();

    ModelRegistry registry =
        ModelRegistry.open(folder.resolve("models"), RegistryLimits.DEFAULTS, "test");
    List<VersionInfo> versions = registry.versions();
    assertThat(versions).hasSize(1);
    ModelContent content = registry.load(versions.getFirst().version());
    List<String> targets = Arrays.stream(Target.values()).map(Target::label).toList();
    assertThat(content.manifest().heads()).extracting(Head::name).isEqualTo(targets);
    assertThat(content.manifest().featureSchema()).isEqualTo(FeatureSchema.CURRENT.id());
    assertThat(content.manifest().data().rows()).isEqualTo(2_000);
    assertThat(content.manifest().data().source()).isEqualTo("set");
    assertThat(content.manifest().seeds()).containsExactly(1L);
    assertThat(content.manifest().metrics()).containsKey("latency_p99.coverage");
    assertThat(Calibrations.read(content.file(Calibrations.FILE)).lines())
        .hasSize(Target.values().length);
    String card = Files.readString(folder.resolve("card.md"));
    assertThat(new String(content.file("model-card.md"), StandardCharsets.UTF_8))
        .isEqualTo(card);
    assertThat(card).contains("# Model card", "## Limits", "2,000 examples of 8 endpoints");

    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.get("version").asText())
        .isEqualTo(versions.getFirst().version().value());
    assertThat(report.get("heads")).hasSize(Target.values().length);
    assertThat(report.at("/heads/0/figures/interval/low").asDouble()).isPositive();
    assertThat(report.at("/heads/2/loadCurve/points")).hasSizeGreaterThan(5);
    assertThat(Files.readString(folder.resolve("page.html")))
        .contains("A trained model", "Coverage", "Pinball loss", "Calibration of failure")
        .contains("Latency over load", "Drift: service_demand", "What decides: failure");
    assertThat(err.toString()).contains("service_demand   fold 1 of 3 round 1 of at most 20");
  }

  @Test
  void train_ofAFewExamples_takesWholeMoments() throws IOException {
    FLEET.write(folder.resolve("set"), 1);

    assertThat(train("--data FOLDER/set --out FOLDER/models --most 1000 --json"))
        .as(err.toString())
        .isZero();

    JsonNode report = new ObjectMapper().readTree(out.toString());
    int rows = report.at("/data/rows").asInt();
    assertThat(rows).isBetween(700, 1_300);
    assertThat(rows % 8).isZero();
    assertThat(rows + report.at("/data/skipped").asInt()).isEqualTo(2_000);
  }

  @Test
  void train_nothingToLearn_putsNothingAndSaysSo() {
    new SyntheticFleet(1, 1, 100, 0).write(folder.resolve("set"), 1);

    assertThat(train("--data FOLDER/set --out FOLDER/models")).isEqualTo(1);

    assertThat(out.toString())
        .contains("no head was kept, so there is no candidate")
        .contains("service_demand   left out: 100 examples tell of it; 200 at least are needed");
    assertThat(ModelRegistry.open(folder.resolve("models"), RegistryLimits.DEFAULTS, "test")
            .versions())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--out FOLDER/models|Missing required option: '--data=DIR'",
        "--data FOLDER/none --out FOLDER/models|none",
        "--data FOLDER --out FOLDER/models --depth 0|depth is 0; it must be in 1…12",
        "--data FOLDER --out FOLDER/models --gap 5|gap is 5s; it must be in 1m…1440m",
        "--data FOLDER --out FOLDER/models --threads 0|--threads is 0; it must be in 1…1024",
        "--data FOLDER --out FOLDER/models --monotone load|has no feature load, which is to be monotone",
        "--data FOLDER --out FOLDER/models --report FOLDER/page.html --league FOLDER/none.json|cannot read",
        "--data FOLDER --out FOLDER/models --split none|Invalid value for option '--split'",
        "--data FOLDER --out FOLDER/models --report FOLDER/none/page.html|its folder must be there",
      })
  void mistake_namesTheValueAndTheRule(String arguments, String message) {
    assertThat(lb(("train " + arguments.replace("FOLDER", folder.toString())).split(" ", -1)))
        .isEqualTo(2);

    assertThat(err.toString()).contains(message);
  }
}
