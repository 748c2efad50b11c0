package io.adaptivelb.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The directions that the package descriptions promise. */
class PackagesTest {
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("io.adaptivelb.simulator");

  @ParameterizedTest
  @CsvSource({
    "engine, picker|brain|scenario|play|limit|league|chart|page|report",
    "picker, brain|scenario|play|limit|league|chart|page|report",
    "scenario, picker|play|limit|league|chart|page|report",
    "play, limit|league|chart|page|report",
    "limit, league|chart|page|report|engine|picker|brain",
    "league, chart|page|report|engine|picker|brain",
    "page, engine|picker|brain|scenario|play|limit|league|chart|report",
    "chart, engine|picker|brain|scenario|play|limit|league|report",
    "report, engine|picker|brain|scenario",
  })
  void packages_importOnlyDownwards(String name, String forbidden) {
    for (String other : forbidden.split("\\|", -1)) {
      noClasses()
          .that()
          .resideInAPackage("io.adaptivelb.simulator." + name)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.adaptivelb.simulator." + other)
          .check(CLASSES);
    }
  }
}
