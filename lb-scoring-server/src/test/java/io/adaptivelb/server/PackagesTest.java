package io.adaptivelb.server;

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
    "table, admin|api|auth|client|config|ledger|loop|plugin|rpc|server",
    "api, admin|auth|client|config|ledger|loop|models|plugin|rpc|server|table|control",
    "models, admin|auth|client|config|ledger|loop|plugin|rpc|server|table|control",
    "auth, admin|api|client|config|ledger|loop|plugin|rpc|server|table",
    "ledger, admin|auth|client|config|loop|plugin|rpc|server|table|control",
    "admin, client|config|loop|plugin|rpc|server|table",
    "loop, admin|api|auth|client|ledger|plugin|rpc|server|serving",
    "serving, admin|api|auth|client|config|ledger|plugin|rpc|server|table",
    "rpc, admin|api|client|ledger|loop|plugin|server",
    "plugin, admin|api|client|ledger|loop|rpc|server",
    "config, admin|api|auth|client|rpc|server|table",
    "tls, admin|api|auth|client|ledger|loop|plugin|rpc|server|table",
    "client, admin|auth|config|control|ledger|loop|plugin|rpc|server|table",
  })
  void packages_importOnlyWhatTheyMay(String name, String forbidden) {
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
  void commandLine_knowsNoServerLibrary() {
    noClasses()
        .that()
        .resideInAPackage("io.adaptivelb.client")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.eclipse.jetty..", "jakarta..", "io.netty..", "org.rocksdb..")
        .check(CLASSES);
  }
}
