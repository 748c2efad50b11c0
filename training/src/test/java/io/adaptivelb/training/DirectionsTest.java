package io.adaptivelb.training;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The directions that the package descriptions promise. */
class DirectionsTest {
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("io.adaptivelb");

  @ParameterizedTest
  @CsvSource({
    "parquet, recording|dataset|learner|forecast|degradation|evaluation|training|simulator|export|replay",
    "export, dataset|learner|degradation|evaluation|training",
    "replay, export|recording|dataset|learner|forecast|degradation|evaluation|training",
    "recording, dataset|learner|forecast|degradation|evaluation|training|simulator",
    "dataset, learner|forecast|degradation|evaluation|training|simulator",
    "linear, heads|recording|dataset|forecast|degradation|evaluation|training|simulator",
    "learner, linear|heads|recording|dataset|forecast|degradation|evaluation|training|simulator",
    "evaluation, heads|recording|dataset|learner|linear|forecast|degradation|training|simulator",
    "forecast, degradation|training|simulator",
    "degradation, forecast|training|simulator",
    "heads, linear|recording|dataset|forecast|degradation|training|simulator|parquet|export|replay",
    "simulator, recording|dataset|learner|linear|forecast|degradation|evaluation|training",
  })
  void packages_importOnlyDownwards(String name, String forbidden) {
    for (String other : forbidden.split("\\|", -1)) {
      noClasses()
          .that()
          .resideInAPackage("io.adaptivelb." + name + "..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.adaptivelb." + other + "..")
          .check(CLASSES);
    }
  }
}
