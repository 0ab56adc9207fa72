// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.marketprism.sources.book.ChainRule;
import io.marketprism.sources.venue.BookRules;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.StreamCodec;
import io.marketprism.sources.venue.TradeRules;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.Venues;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every venue's package has the same inner layout, so that who knows one knows all: for a package
 * of {@code XVenue}, the roles are {@code XInstruments}, {@code XFrames}, {@code XBooks}, {@code
 * XTrades} and {@code XPolls}, and nothing but {@code XVenue} is seen from outside
 * (docs/adding-a-venue.md).
 */
class VenueLayoutTest {
  private static final String VENUES = "io.marketprism.sources.venue";
  private static final String SHARED_BY_BINANCE = VENUES + ".binance";

  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.marketprism");
  }

  /** The packages that hold a venue, each with its {@code X}. */
  static List<Arguments> venues() {
    return Venues.keys().stream()
        .map(key -> Venues.of(key).getClass())
        .distinct()
        .map(
            venue ->
                Arguments.of(
                    venue.getPackageName(), venue.getSimpleName().replaceAll("Venue$", "")))
        .toList();
  }

  @Test
  void everyVenueThatThereIsIsRegistered() {
    assertThat(names(classes.that(JavaClass.Predicates.implement(Venue.class))))
        .isEqualTo(
            Venues.keys().stream()
                .map(key -> Venues.of(key).getClass().getName())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("venues")
  void everyRoleIsThereUnderItsName(String packageName, String venue) {
    assertThat(role(packageName, venue, "Venue").isAssignableTo(Venue.class)).isTrue();
    assertThat(role(packageName, venue, "Frames").isAssignableTo(StreamCodec.class)).isTrue();
    assertThat(role(packageName, venue, "Books").isAssignableTo(BookRules.class)).isTrue();
    assertThat(role(packageName, venue, "Trades").isAssignableTo(TradeRules.class)).isTrue();
    assertThat(role(packageName, venue, "Polls").getMethods())
        .anyMatch(method -> method.getRawReturnType().isAssignableTo(PollCodec.class));
    assertThat(role(packageName, venue, "Instruments").getMethods())
        .anyMatch(method -> method.getRawReturnType().isEquivalentTo(Venue.InstrumentList.class));
  }

  private static JavaClass role(String packageName, String venue, String role) {
    return classes.get(packageName + '.' + venue + role);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("venues")
  void onlyTheVenueItselfIsSeenFromOutside(String packageName, String venue) {
    classes()
        .that()
        .resideInAPackage(packageName)
        .and()
        .areTopLevelClasses()
        .and()
        .doNotHaveSimpleName(venue + "Venue")
        .and()
        .doNotHaveSimpleName("package-info")
        .should()
        .bePackagePrivate()
        .andShould()
        .haveSimpleNameStartingWith(venue)
        .check(classes);
    assertThat(role(packageName, venue, "Venue").getModifiers())
        .contains(JavaModifier.PUBLIC, JavaModifier.FINAL);
  }

  @ParameterizedTest(name = "{0} is for {1} alone")
  @CsvSource({"BookRules, Books", "TradeRules, Trades"})
  void aRoleIsPlayedByNobodyElse(String type, String suffix) {
    classes()
        .that()
        .implement(VENUES + '.' + type)
        .and()
        .areTopLevelClasses()
        .should()
        .haveSimpleNameEndingWith(suffix)
        .check(classes);
  }

  @Test
  void pollsAndChainsAreNamedForWhatTheyAre() {
    classes()
        .that()
        .implement(PollCodec.class)
        .and()
        .areTopLevelClasses()
        .should()
        .haveSimpleNameEndingWith("Poll")
        .check(classes);
    classes()
        .that()
        .implement(ChainRule.class)
        .should()
        .haveSimpleNameEndingWith("Chain")
        .check(classes);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("venues")
  void aVenueImportsNoOtherVenue(String packageName, String venue) {
    String[] own =
        packageName.startsWith(SHARED_BY_BINANCE)
            ? new String[] {packageName, SHARED_BY_BINANCE}
            : new String[] {packageName};
    noClasses()
        .that()
        .resideInAPackage(packageName)
        .should()
        .dependOnClassesThat(
            resideInAPackage(VENUES + ".*..")
                .and(JavaClass.Predicates.resideOutsideOfPackages(own).as("are of another venue")))
        .check(classes);
  }

  @Test
  void whatBinancesMarketsShareKnowsNeitherOfThem() {
    noClasses()
        .that()
        .resideInAPackage(SHARED_BY_BINANCE)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(SHARED_BY_BINANCE + ".*..")
        .check(classes);
  }

  private static Set<String> names(JavaClasses found) {
    return found.stream().map(JavaClass::getName).collect(Collectors.toCollection(TreeSet::new));
  }
}
