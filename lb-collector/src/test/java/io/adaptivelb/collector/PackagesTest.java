package io.adaptivelb.collector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The directions that the package descriptions promise. */
class PackagesTest {
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("io.adaptivelb");

  @ParameterizedTest
  @CsvSource({
    "failure, clusters|exposition|scrape|envoyadmin|fetch|discovery|healthcheck|collector",
    "exposition, clusters|scrape|envoyadmin|fetch|discovery|healthcheck|collector",
    "clusters, scrape|envoyadmin|fetch|discovery|healthcheck|collector",
    "scrape, envoyadmin|fetch|discovery|healthcheck|collector",
    "envoyadmin, clusters|exposition|scrape|fetch|discovery|healthcheck|collector",
    "fetch, exposition|scrape|envoyadmin|discovery|healthcheck|collector",
    "discovery, exposition|scrape|envoyadmin|healthcheck|collector",
    "healthcheck, exposition|scrape|envoyadmin|discovery|collector",
  })
  void packages_importOnlyDownwards(String name, String forbidden) {
    for (String other : forbidden.split("\\|", -1)) {
      noClasses()
          .that()
          .resideInAPackage("io.adaptivelb." + name)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.adaptivelb." + other)
          .check(CLASSES);
    }
  }

  @Test
  void readers_knowNoNetworkAndNoThreads() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.adaptivelb.exposition", "io.adaptivelb.scrape", "io.adaptivelb.envoyadmin")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", "java.net.http..", "java.util.concurrent..")
        .check(CLASSES);
  }
}
