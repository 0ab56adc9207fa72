// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.simulator.truth.FaultRow;
import io.marketprism.simulator.truth.TruthBooks;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier on a real NATS server, with a publisher that copies the truth, or nearly so. */
class VerifierITCase {
  private static final int BOOKS = 30;
  private static final int TRADES = 50;
  @TempDir private Path folder;

  private interface Publishing {
    void publish(Connection connection, TruthBooks truth) throws Exception;
  }

  private VerifierReport verify(Publishing publishing) throws Exception {
    Path file = folder.resolve("truth.jsonl");
    SyntheticSettings market =
        SyntheticSettings.usual().withSymbols("BTCUSDT").withLevels(50).withRates(200, 100);
    try (NatsServer server = NatsServer.start(folder);
        Simulator venue = Simulator.builder().synthetic(market).truth(file).start();
        Connection connection = Nats.connect(server.url());
        TruthBooks truth = new TruthBooks(file)) {
      connection
          .jetStreamManagement()
          .addStream(
              StreamConfiguration.builder()
                  .name(VerifierSettings.MARKET_TRADES)
                  .subjects("trade.>")
                  .storageType(StorageType.Memory)
                  .build());
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                truth.poll();
                return truth.bookCount("BTCUSDT") > BOOKS && truth.tradeCount("BTCUSDT") > TRADES;
              });
      VerifierSettings settings =
          VerifierSettings.of(server.url(), file).withAtLeast(BOOKS, TRADES);
      try (Verifier verifier = Verifier.start(settings)) {
        publishing.publish(connection, truth);
        connection.flush(Duration.ofSeconds(10));
        await().atMost(Duration.ofSeconds(60)).until(() -> verifier.books() >= BOOKS);
        await().atMost(Duration.ofSeconds(60)).until(() -> verifier.trades() >= TRADES);
        return verifier.conclude();
      }
    }
  }

  private static void publishBooks(Connection connection, TruthBooks truth) {
    for (int i = 0; i < BOOKS; i++) {
      long id = truth.bookId("BTCUSDT", i);
      long time = truth.eventTime("BTCUSDT", id).orElse(0);
      String text = Publisher.book(truth.book("BTCUSDT", id).orElseThrow(), 20, id, 1, time);
      connection.publish(Publisher.BOOKS, text.getBytes(UTF_8));
    }
  }

  private static void publishTrade(Connection connection, Trade trade) throws Exception {
    connection
        .jetStream()
        .publish(
            NatsMessage.builder()
                .subject(Publisher.TRADES)
                .headers(new Headers().put("Nats-Msg-Id", Publisher.messageId(trade)))
                .data(Publisher.trade(trade))
                .build());
  }

  private static Trade trade(TruthBooks truth, int index) {
    return truth.trade("BTCUSDT", truth.tradeId("BTCUSDT", index)).orElseThrow();
  }

  @Test
  void aTruePublicationPasses() throws Exception {
    VerifierReport report =
        verify(
            (connection, truth) -> {
              publishBooks(connection, truth);
              for (int i = 0; i < TRADES; i++) {
                publishTrade(connection, trade(truth, i));
              }
            });
    assertThat(report.examples()).isEmpty();
    assertThat(report.ok()).isTrue();
    assertThat(report.books()).isEqualTo(BOOKS);
    assertThat(report.trades()).isEqualTo(TRADES);
    assertThat(report.streamTrades()).isEqualTo(TRADES);
  }

  @Test
  void aLostTradeADoubledTradeAndAWrongBookAreFound() throws Exception {
    VerifierReport report =
        verify(
            (connection, truth) -> {
              publishBooks(connection, truth);
              connection.publish(
                  Publisher.BOOKS,
                  Publisher.book("[[\"1\",\"1\"]]", "[[\"2\",\"1\"]]", last(truth), 1, 0)
                      .getBytes(UTF_8));
              for (int i = 0; i <= TRADES; i++) {
                if (i != 7) {
                  publishTrade(connection, trade(truth, i));
                }
              }
              connection.publish(
                  Publisher.TRADES, Publisher.trade(trade(truth, 9)).getBytes(UTF_8));
            });
    assertThat(report.findings())
        .containsKeys(
            FindingKind.WRONG_LEVEL,
            FindingKind.LOST_TRADE,
            FindingKind.DOUBLED_TRADE,
            FindingKind.LOST_IN_STREAM,
            FindingKind.DOUBLED_IN_STREAM);
  }

  @Test
  void aBrokerThatGoesAwayIsNoticed() throws Exception {
    NatsServer first = NatsServer.start(folder);
    Outages outages = new Outages();
    try (Connection connection = Verifier.connect(first.url(), outages)) {
      connection.createDispatcher(message -> {}).subscribe("orderbook.>");
      first.close();
      await().atMost(Duration.ofSeconds(30)).until(() -> outages.since() > 0);
      try (NatsServer second = NatsServer.start(folder, first.port())) {
        await().atMost(Duration.ofSeconds(30)).until(() -> !outages.list().isEmpty());
        assertThat(second.port()).isEqualTo(first.port());
      }
      FaultRow outage = outages.list().get(0);
      assertThat(outage.until()).isGreaterThan(outage.begin());
    } finally {
      first.close();
    }
  }

  private static long last(TruthBooks truth) {
    return truth.bookId("BTCUSDT", BOOKS - 1);
  }
}
