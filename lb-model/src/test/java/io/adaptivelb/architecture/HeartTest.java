package io.adaptivelb.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** The heart is pure and has one entrance: values go one way through it, and nothing in it knows a clock or a thread. */
@AnalyzeClasses(packages = "io.adaptivelb", importOptions = ImportOption.DoNotIncludeTests.class)
class HeartTest {
  @ArchTest
  static final ArchRule values_goOneWay = layeredArchitecture()
      .consideringOnlyDependenciesInLayers()
      .layer("control")
      .definedBy("io.adaptivelb.control")
      .layer("allocation")
      .definedBy("io.adaptivelb.allocation")
      .layer("capacity")
      .definedBy("io.adaptivelb.capacity")
      .layer("reactions")
      .definedBy("io.adaptivelb.ejection", "io.adaptivelb.fastpath")
      .layer("sayings")
      .definedBy("io.adaptivelb.overrides", "io.adaptivelb.explanation")
      .layer("weights")
      .definedBy("io.adaptivelb.weights")
      .layer("scoring")
      .definedBy("io.adaptivelb.scoring")
      .whereLayer("control")
      .mayNotBeAccessedByAnyLayer()
      .whereLayer("allocation")
      .mayOnlyBeAccessedByLayers("control")
      .whereLayer("reactions")
      .mayOnlyBeAccessedByLayers("control")
      .whereLayer("sayings")
      .mayOnlyBeAccessedByLayers("control")
      .whereLayer("capacity")
      .mayOnlyBeAccessedByLayers("control", "allocation");

  @ArchTest
  static final ArchRule heart_knowsNoClockThreadOrFile = noClasses()
      .that()
      .resideInAnyPackage(
          "io.adaptivelb.boosting..",
          "io.adaptivelb.control..",
          "io.adaptivelb.allocation..",
          "io.adaptivelb.capacity..",
          "io.adaptivelb.ejection..",
          "io.adaptivelb.fastpath..",
          "io.adaptivelb.rollout..",
          "io.adaptivelb.scoring..",
          "io.adaptivelb.features..")
      .and()
      // Jackson's signatures throw IOException, over bytes in memory too.
      .doNotHaveSimpleName("JsonTokens")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.util.concurrent..")
      .orShould()
      .callMethod(System.class, "nanoTime")
      .orShould()
      .callMethod(System.class, "currentTimeMillis")
      .orShould()
      .callMethod(Instant.class, "now");

  @ArchTest
  static final ArchRule boosting_isPlainJava = noClasses()
      .should()
      .dependOnClassesThat()
      .resideInAPackage("ml.dmlc..")
      .because("the native library leaks in a long-lived process");

  @ArchTest
  static final ArchRule boosting_importsNothingOfOurs = noClasses()
      .that()
      .resideInAPackage("io.adaptivelb.boosting")
      .should()
      .dependOnClassesThat(
          resideInAPackage("io.adaptivelb..").and(not(resideInAPackage("io.adaptivelb.boosting"))));

  @ArchTest
  static final ArchRule heart_knowsNoRegistry = noClasses()
      .that()
      .resideInAnyPackage(
          "io.adaptivelb.control..",
          "io.adaptivelb.allocation..",
          "io.adaptivelb.capacity..",
          "io.adaptivelb.rollout..",
          "io.adaptivelb.scoring..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("io.adaptivelb.registry..", "io.adaptivelb.journal..");

  @ArchTest
  static final ArchRule domain_importsNothingOfOurs = noClasses()
      .that()
      .resideInAPackage("io.adaptivelb.domain")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
          "io.adaptivelb.telemetry..", "io.adaptivelb.features..", "io.adaptivelb.bus..");
}
