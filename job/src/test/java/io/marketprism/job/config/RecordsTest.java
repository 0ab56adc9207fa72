// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Configurations.VENUE;
import static io.marketprism.job.config.Configurations.minimalWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.marketprism.model.DataType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the records promise to the job that carries them to its tasks. */
class RecordsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.marketprism.job.config");

  @Test
  void travelInSerializedForm() throws Exception {
    for (CollectorConfig config :
        new CollectorConfig[] {
          minimalWith(),
          Configurations.allVenuesWith(),
          minimalWith("checkpoint.interval=10s", "nats.user=me", "nats.password-file=/run/p"),
          minimalWith("nats.token-file=/run/t"),
          minimalWith("nats.nkey-env=NATS_SEED", "nats.url=tls://a", "nats.ca-file=/run/ca"),
          minimalWith("nats.credentials-file=/run/c", "publish.depth=full")
        }) {
      assertThat(deserialized(serialized(config))).isEqualTo(config);
    }
  }

  @Test
  void theExceptionTravelsWithItsMessage() throws Exception {
    InvalidConfiguration thrown =
        catchThrowableOfType(InvalidConfiguration.class, () -> minimalWith("publish.depth=0"));
    InvalidConfiguration arrived = (InvalidConfiguration) deserialized(serialized(thrown));
    assertThat(arrived).hasMessage(thrown.getMessage());
    assertThat(arrived.faults()).isEmpty();
  }

  @Test
  void knowNothingOfFlink() {
    ArchRuleDefinition.noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.flink..")
        .check(CLASSES);
  }

  @Test
  void theRawFormKnowsNothingOfTheKeys() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage("io.marketprism.job.config.source")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.marketprism.job.config")
        .check(CLASSES);
  }

  @Test
  void areImmutable() {
    ExchangeConfig exchange = minimalWith().exchanges().get(0);
    assertThatThrownBy(() -> exchange.symbols().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> minimalWith().nats().servers().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void answerWhatTheTopologyAsks() {
    CollectorConfig config =
        minimalWith(
            VENUE + "data_types=[trade]",
            VENUE + "stale-after.trade=5s",
            VENUE + "stale-after.orderbook=7s");
    ExchangeConfig exchange = config.enabledExchanges().get(0);

    assertThat(exchange.collects(DataType.TRADE)).isTrue();
    assertThat(exchange.collects(DataType.ORDERBOOK)).isFalse();
    assertThat(exchange.staleAfter(DataType.TRADE)).contains(Duration.ofSeconds(5));
    assertThat(exchange.staleAfter(DataType.ORDERBOOK)).contains(Duration.ofSeconds(7));
    assertThat(exchange.staleAfter(DataType.LIQUIDATION)).isEmpty();
  }

  @Test
  void booksArePolledByTheMethodSnapshotOnly() {
    ExchangeConfig streamed = minimalWith().exchanges().get(0);
    ExchangeConfig polled =
        minimalWith(VENUE + "orderbook.method=snapshot", VENUE + "orderbook.snapshot_interval=2s")
            .exchanges()
            .get(0);

    assertThat(streamed.polls(DataType.ORDERBOOK)).isFalse();
    assertThat(polled.polls(DataType.ORDERBOOK)).isTrue();
    assertThat(polled.pollEvery(DataType.ORDERBOOK)).isEqualTo(Duration.ofSeconds(2));
    assertThatThrownBy(() -> streamed.pollEvery(DataType.TRADE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trade");
  }

  private static byte[] serialized(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object deserialized(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }
}
