// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import io.marketprism.sources.venue.Venues;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between modules and packages, as the architecture draws them. */
class ArchitectureTest {
  private static final String OURS = "io.marketprism..";

  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.marketprism");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model", "sources", "sinks", "job", "simulator"})
  void everyModuleIsLookedAt(String module) {
    assertThat(classes.that(resideInAPackage("io.marketprism." + module + "..")))
        .hasSizeGreaterThan(10);
  }

  @ParameterizedTest(name = "{0} may import {1} of ours")
  @CsvSource({
    "model, model",
    "sources, sources model",
    "sinks, sinks",
    "simulator, simulator model",
    "job, job model sources sinks",
  })
  void modulesImportOnlyWhatTheArchitectureAllows(String module, String allowed) {
    String[] packages = allowed.split(" ");
    for (int i = 0; i < packages.length; i++) {
      packages[i] = "io.marketprism." + packages[i] + "..";
    }
    noClasses()
        .that()
        .resideInAPackage("io.marketprism." + module + "..")
        .should()
        .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAnyPackage(packages))))
        .check(classes);
  }

  @Test
  void venuesDoNotKnowEachOther() {
    slices()
        .matching("io.marketprism.sources.venue.(*)..")
        .should()
        .notDependOnEachOther()
        .check(classes);
  }

  @Test
  void onlyTheRegistrationKnowsTheVenues() {
    classes()
        .that()
        .resideInAPackage("io.marketprism.sources.venue.*..")
        .should()
        .onlyHaveDependentClassesThat(
            resideInAPackage("io.marketprism.sources.venue.*..")
                .or(equivalentTo(Venues.class))
                .as("lie in a venue's package or are the registration"))
        .check(classes);
  }

  @Test
  void thePureMiddleDoesNoInputOrOutput() {
    pure()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.netty..",
            "io.nats..",
            "java.net..",
            "javax.net..",
            "java.nio.channels..",
            "java.nio.file..",
            "java.sql..",
            "org.slf4j..")
        .check(classes);
  }

  private static GivenClassesConjunction pure() {
    return noClasses()
        .that()
        .resideInAnyPackage(
            "io.marketprism.model..",
            "io.marketprism.sources.book..",
            "io.marketprism.sources.trade..");
  }

  @Test
  void theHealthServerRunsWithoutFlink() {
    noClasses()
        .that()
        .resideInAPackage("io.marketprism.job.healthserver..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.flink..", "org.slf4j..")
        .check(classes);
  }

  @Test
  void thePureMiddleHasNoClock() {
    pure()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(classes);
  }

  /** Else a replay would not do what the feed did. */
  @Test
  void feedsGetTimeAndChanceFromTheirLoopAlone() {
    noClasses()
        .that()
        .resideInAnyPackage("io.marketprism.sources.feed..", "io.marketprism.sources.venue..")
        .and()
        .haveSimpleNameNotEndingWith("Metrics")
        // They look at a clock for metrics, through the loop, or outside of the feed.
        .and()
        .doNotHaveSimpleName("Liveness")
        .and()
        .doNotHaveSimpleName("ConnectionAttempts")
        .and()
        .doNotHaveSimpleName("InstrumentSeries")
        .and()
        .doNotHaveSimpleName("OverSocket")
        .and()
        .doNotHaveSimpleName("VenueGateway")
        .should()
        .accessTargetWhere(
            describe(
                "a clock or chance",
                access ->
                    access.getTargetOwner().isEquivalentTo(ThreadLocalRandom.class)
                        || access.getTargetOwner().isEquivalentTo(System.class)
                            && access.getName().matches("nanoTime|currentTimeMillis")))
        .check(classes);
  }

  @Test
  void thePureMiddleKnowsNothingOfFlink() {
    pure()
        .and()
        .resideOutsideOfPackage("io.marketprism.model.serde..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.flink..")
        .check(classes);
  }

  @Test
  void serializersKnowNoMoreOfFlinkThanItsTypes() {
    noClasses()
        .that()
        .resideInAPackage("io.marketprism.model.serde..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.apache.flink..")
                .and(
                    not(
                        resideInAnyPackage(
                            "org.apache.flink.api.common..", "org.apache.flink.core.memory.."))))
        .check(classes);
  }
}
