// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasReturnType.Predicates.rawReturnType;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.marketprism.sources.net.Backoff;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No queue between threads without a bound (lessons LL1), and no binary fraction on the way of a
 * price or a quantity (lessons LC19). Metrics are told in seconds and may use fractions.
 */
class BoundedAndExactTest {
  private static final Set<String> FRACTIONS =
      Set.of("float", "double", "[F", "[D", "java.lang.Float", "java.lang.Double");

  private static final DescribedPredicate<JavaClass> FRACTION =
      DescribedPredicate.describe("a binary fraction", type -> FRACTIONS.contains(type.getName()));

  /** Where prices and quantities pass. */
  private static final DescribedPredicate<JavaClass> ON_THE_WAY_OF_PRICES =
      JavaClass.Predicates.resideInAnyPackage(
              "io.marketprism.model..",
              "io.marketprism.sources.venue..",
              "io.marketprism.sources.book..",
              "io.marketprism.sources.trade..",
              "io.marketprism.job.book..",
              "io.marketprism.job.trade..",
              "io.marketprism.job.derivative..",
              "io.marketprism.job.publish..")
          .and(
              DescribedPredicate.describe(
                  "no metrics", type -> !type.getName().matches(".*Metrics(\\$.*)?")))
          .as("prices pass, metrics excepted");

  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.marketprism");
  }

  @ParameterizedTest
  @ValueSource(classes = {LinkedBlockingQueue.class, LinkedBlockingDeque.class})
  void aBlockingQueueIsMadeWithItsCapacity(Class<?> queue) {
    noClasses()
        .should()
        .callConstructor(queue)
        .orShould()
        .callConstructor(queue, Collection.class)
        .check(classes);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        ConcurrentLinkedQueue.class,
        ConcurrentLinkedDeque.class,
        LinkedTransferQueue.class,
        PriorityBlockingQueue.class,
        DelayQueue.class,
      })
  void aQueueThatCannotBeBoundedIsNotUsed(Class<?> queue) {
    noClasses().should().dependOnClassesThat().areAssignableTo(queue).check(classes);
  }

  @Test
  void theSearchFindsBinaryFractionsWhereThereAreSome() {
    assertThat(
            noFields()
                .that()
                .areDeclaredIn(Backoff.class)
                .should()
                .haveRawType(FRACTION)
                .evaluate(classes)
                .hasViolation())
        .isTrue();
  }

  @Test
  void noFieldOnTheWayOfPricesIsABinaryFraction() {
    noFields()
        .that()
        .areDeclaredInClassesThat(ON_THE_WAY_OF_PRICES)
        .should()
        .haveRawType(FRACTION)
        .check(classes);
  }

  @Test
  void noMethodOnTheWayOfPricesTakesOrGivesABinaryFraction() {
    noMethods()
        .that()
        .areDeclaredInClassesThat(ON_THE_WAY_OF_PRICES)
        .should()
        .haveRawReturnType(FRACTION)
        .orShould()
        .haveRawParameterTypes(
            DescribedPredicate.describe(
                "with a binary fraction", types -> types.stream().anyMatch(FRACTION)))
        .check(classes);
  }

  @Test
  void nothingOnTheWayOfPricesCallsForABinaryFraction() {
    noClasses()
        .that(ON_THE_WAY_OF_PRICES)
        .should()
        .callMethodWhere(target(rawReturnType(FRACTION)))
        .orShould()
        .callConstructor(BigDecimal.class, double.class)
        .check(classes);
  }
}
