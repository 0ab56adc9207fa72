// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.VenueKind;
import io.marketprism.simulator.binance.spot.SpotClient;
import io.marketprism.simulator.deribit.DeribitSettings.Budget;
import io.marketprism.simulator.faults.SubscriptionFault;
import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Side;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.simulator.truth.TruthBooks;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deribit's JSON-RPC over WebSocket, its limits, and what can be made to go wrong. */
class DeribitProtocolITCase {
  private static final ObjectMapper EXACT =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final SyntheticSettings MARKET =
      SyntheticSettings.usual()
          .withSymbols("BTCUSDT", "ETHUSDT")
          .withQuiet("LTCUSDT")
          .withLevels(200)
          .withRates(300, 60);
  private static final Budget AMPLE = new Budget(1_000_000, 1_000_000, 1);
  private static final String BTC_BOOK = "book.BTC-PERPETUAL.100ms";
  private static final String ETH_BOOK = "book.ETH-PERPETUAL.100ms";

  private static Simulator.Builder venue(DeribitSettings settings) {
    return Simulator.builder()
        .venue(VenueKind.DERIBIT)
        .factory(DeribitFactory.with(settings))
        .synthetic(MARKET);
  }

  private static Simulator venue() {
    return venue(DeribitSettings.ofVenue().withBudgets(AMPLE, AMPLE)).start();
  }

  private static SpotClient connect(Simulator venue) {
    return SpotClient.connect(venue.wsUrl() + "/ws/api/v2");
  }

  private static String request(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"public/%s\",\"params\":%s}"
        .formatted(method, params);
  }

  private static String channels(String method, String... channels) {
    return request(method, "{\"channels\":[\"" + String.join("\",\"", channels) + "\"]}");
  }

  /** The next message that answers a request. */
  private static JsonNode answer(SpotClient client) {
    while (true) {
      JsonNode message = client.nextJson();
      if (message.has("id")) {
        return message;
      }
    }
  }

  private static JsonNode data(SpotClient client, String channel) {
    while (true) {
      JsonNode message = exact(client.next());
      if (message.at("/params/channel").asText().equals(channel)) {
        return message.at("/params/data");
      }
    }
  }

  private static JsonNode exact(String text) {
    try {
      return EXACT.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @Test
  void anAcknowledgementHasTheChannelsThatExist() {
    try (Simulator venue = venue();
        SpotClient client = connect(venue)) {
      client.send(
          channels(
              "subscribe",
              "book.LTC_USDC-PERPETUAL.100ms",
              "book.NONE-PERPETUAL.100ms",
              "nonsense",
              "deribit_volatility_index.btc_usd"));
      JsonNode answer = answer(client);
      assertThat(answer.path("jsonrpc").asText()).isEqualTo("2.0");
      assertThat(answer.path("id").asInt()).isEqualTo(5);
      assertThat(answer.path("result").toString())
          .isEqualTo("[\"book.LTC_USDC-PERPETUAL.100ms\",\"deribit_volatility_index.btc_usd\"]");
      assertThat(answer.path("usOut").asLong() - answer.path("usIn").asLong())
          .isEqualTo(answer.path("usDiff").asLong());
      assertThat(answer.has("error")).isFalse();
      client.send(channels("unsubscribe", "deribit_volatility_index.btc_usd", "nonsense"));
      assertThat(answer(client).path("result").toString())
          .isEqualTo("[\"deribit_volatility_index.btc_usd\"]");
    }
  }

  @Test
  void aBookBeginsWithASnapshotAndItsChangesAreAChainToTheTruth(@TempDir Path folder) {
    Path file = folder.resolve("truth.jsonl");
    try (Simulator venue =
            venue(DeribitSettings.ofVenue().withBudgets(AMPLE, AMPLE)).truth(file).start();
        SpotClient client = connect(venue);
        TruthBooks truth = new TruthBooks(file)) {
      client.send(channels("subscribe", BTC_BOOK, ETH_BOOK));
      Map<String, ChainedBook> books = new TreeMap<>();
      boolean exponents = false;
      for (int checked = 0; checked < 40; ) {
        String text = client.next();
        exponents |= text.matches(".*[0-9]e[0-9]+\\].*");
        JsonNode data = exact(text).at("/params/data");
        if (data.has("change_id")) {
          String instrument = data.path("instrument_name").asText();
          ChainedBook book = books.computeIfAbsent(instrument, key -> new ChainedBook());
          book.take(data);
          Book whole = truth.awaitBook(instrument, book.id, PATIENCE).orElseThrow();
          assertThat(book.book.sha256()).isEqualTo(whole.sha256());
          checked++;
        }
      }
      assertThat(books.keySet()).containsExactly("BTC-PERPETUAL", "ETH-PERPETUAL");
      assertThat(exponents).isTrue();
    }
  }

  @Test
  void aSecondSubscriptionBringsNoSnapshotAndOneAfterUnsubscribingDoes() {
    try (Simulator venue = venue();
        SpotClient client = connect(venue)) {
      client.send(channels("subscribe", BTC_BOOK));
      assertThat(data(client, BTC_BOOK).path("type").asText()).isEqualTo("snapshot");
      client.send(channels("subscribe", BTC_BOOK));
      assertThat(answer(client).path("result")).hasSize(1);
      for (int i = 0; i < 3; i++) {
        assertThat(data(client, BTC_BOOK).path("type").asText()).isEqualTo("change");
      }
      for (int i = 0; i < 10; i++) {
        client.send(channels("unsubscribe", BTC_BOOK));
        answer(client);
        client.send(channels("subscribe", BTC_BOOK));
        assertThat(client.nextJson().path("result")).hasSize(1);
        assertThat(data(client, BTC_BOOK).path("type").asText()).isEqualTo("snapshot");
        data(client, BTC_BOOK);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense                                                                     | -32700",
        "{\"id\":1}                                                                   | -32600",
        "{\"id\":1,\"method\":\"public/none\"}                                        | -32601",
        "{\"id\":1,\"method\":\"public/subscribe\",\"params\":{}}                     | -32602",
        "{\"id\":1,\"method\":\"public/set_heartbeat\",\"params\":{\"interval\":9}}   | -32602",
        "{\"id\":1,\"method\":\"public/ticker\",\"params\":{\"instrument_name\":\"X\"}} | 13020",
        "{\"id\":1,\"method\":\"public/subscribe\",\"params\":{\"channels\":[\"book.X.raw\"]}} | 13778"
      })
  void wrongRequestsGetTheVenuesErrors(String request, int code) {
    try (Simulator venue = venue();
        SpotClient client = connect(venue)) {
      client.send(request);
      assertThat(client.nextJson().at("/error/code").asInt()).isEqualTo(code);
    }
  }

  @Test
  void whoDoesNotAnswerTheHeartbeatIsClosed() throws Exception {
    DeribitSettings settings =
        DeribitSettings.ofVenue()
            .withBudgets(AMPLE, AMPLE)
            .withHeartbeatUnit(Duration.ofMillis(60));
    try (Simulator venue = venue(settings).start();
        SpotClient alive = connect(venue);
        SpotClient deaf = connect(venue)) {
      alive.send(request("hello", "{\"client_name\":\"a\",\"client_version\":\"1\"}"));
      assertThat(answer(alive).at("/result/version").asText()).isNotEmpty();
      alive.send(request("set_heartbeat", "{\"interval\":10}"));
      assertThat(answer(alive).path("result").asText()).isEqualTo("ok");
      deaf.send(request("set_heartbeat", "{\"interval\":10}"));
      while (!deaf.closed().isDone()) {
        JsonNode message = alive.nextJson();
        if (message.at("/params/type").asText().equals("test_request")) {
          assertThat(message.path("method").asText()).isEqualTo("heartbeat");
          alive.send(request("test", "{}"));
        }
      }
      assertThat(deaf.closed().get(10, TimeUnit.SECONDS)).isEqualTo(1_001);
      alive.send(request("disable_heartbeat", "{}"));
      assertThat(alive.closed()).isNotDone();
    }
  }

  @Test
  void tooManyRequestsEndTheSession() throws Exception {
    DeribitSettings settings =
        DeribitSettings.ofVenue().withBudgets(new Budget(2, 0, 1), new Budget(1, 0, 1));
    try (Simulator venue = venue(settings).start();
        SpotClient one = connect(venue);
        SpotClient other = connect(venue)) {
      one.send(request("test", "{}"));
      one.send(request("test", "{}"));
      assertThat(answer(one).has("result")).isTrue();
      assertThat(answer(one).has("result")).isTrue();
      other.send(channels("subscribe", BTC_BOOK));
      assertThat(answer(other).has("result")).isTrue();
      other.send(channels("subscribe", ETH_BOOK));
      JsonNode refused = answer(other);
      assertThat(refused.at("/error/code").asInt()).isEqualTo(10_028);
      assertThat(refused.at("/error/message").asText()).isEqualTo("too_many_requests");
      assertThat(other.closed().get(10, TimeUnit.SECONDS)).isEqualTo(1_008);
    }
  }

  @Test
  void oneConnectionTooManyIsRefusedUntilAnotherEnds() {
    DeribitSettings settings = DeribitSettings.ofVenue().withConnections(2);
    try (Simulator venue = venue(settings).start();
        SpotClient one = connect(venue);
        SpotClient two = connect(venue)) {
      assertThatThrownBy(() -> connect(venue)).hasStackTraceContaining("429");
      String time = venue.restUrl() + "/api/v2/public/get_time";
      assertThat(SpotClient.get(time).statusCode()).isEqualTo(429);
      two.close();
      await().until(() -> SpotClient.get(time).statusCode() == 200);
      assertThat(one.closed()).isNotDone();
    }
  }

  @Test
  void tradesComeInArraysWithSequencesWithoutHoles() {
    String channel = "trades.BTC-PERPETUAL.100ms";
    try (Simulator venue = venue();
        SpotClient client = connect(venue)) {
      client.send(channels("subscribe", channel));
      long last = -1;
      int most = 0;
      while (most < 2 || last < 0) {
        JsonNode trades = data(client, channel);
        assertThat(trades.isArray()).isTrue();
        most = Math.max(most, trades.size());
        for (JsonNode trade : trades) {
          long sequence = trade.path("trade_seq").asLong();
          assertThat(last < 0 || sequence == last + 1).isTrue();
          assertThat(trade.path("trade_id").isTextual()).isTrue();
          assertThat(trade.path("direction").asText()).isIn("buy", "sell");
          last = sequence;
        }
      }
    }
  }

  @Test
  void tickerAndVolatilityArePushed() {
    String ticker = "ticker.ETH-PERPETUAL.100ms";
    String volatility = "deribit_volatility_index.eth_usd";
    try (Simulator venue = venue();
        SpotClient client = connect(venue)) {
      client.send(channels("subscribe", ticker, volatility));
      JsonNode data = data(client, ticker);
      for (String field :
          new String[] {
            "current_funding",
            "funding_8h",
            "open_interest",
            "mark_price",
            "index_price",
            "best_bid_price",
            "best_ask_amount"
          }) {
        assertThat(data.path(field).isNumber()).as(field).isTrue();
      }
      JsonNode index = data(client, volatility);
      assertThat(index.path("volatility").isNumber()).isTrue();
      assertThat(index.path("index_name").asText()).isEqualTo("eth_usd");
      assertThat(index.path("timestamp").asLong()).isPositive();
    }
  }

  @Test
  void aLostChangeLeavesAGapInOneInstrumentOnly() {
    try (Simulator venue = venue();
        SpotClient client = connect(venue)) {
      client.send(channels("subscribe", BTC_BOOK, ETH_BOOK));
      Map<String, Long> last = new TreeMap<>();
      int gaps = 0;
      for (int seen = 0; gaps == 0; seen++) {
        if (seen == 10) {
          SpotClient.post(
              venue.restUrl() + "/sim/lose?count=1&stream=" + BTC_BOOK, "text/plain", new byte[0]);
        }
        JsonNode data = client.nextJson().at("/params/data");
        String instrument = data.path("instrument_name").asText();
        boolean gap =
            last.containsKey(instrument)
                && data.path("prev_change_id").asLong() != last.get(instrument);
        assertThat(gap && instrument.startsWith("ETH")).isFalse();
        gaps += gap ? 1 : 0;
        last.put(instrument, data.path("change_id").asLong());
        assertThat(seen).isLessThan(200);
      }
    }
  }

  @Test
  void aSilentChannelIsAcknowledgedAndSaysNothing() {
    try (Simulator venue = venue();
        SpotClient client = connect(venue)) {
      SpotClient.post(
          venue.restUrl() + "/sim/silence?stream=" + BTC_BOOK, "text/plain", new byte[0]);
      client.send(channels("subscribe", BTC_BOOK, ETH_BOOK));
      assertThat(answer(client).path("result")).hasSize(2);
      for (int i = 0; i < 10; i++) {
        assertThat(client.nextJson().at("/params/channel").asText()).isEqualTo(ETH_BOOK);
      }
      venue.faults().silence(BTC_BOOK, false);
      assertThat(data(client, BTC_BOOK).path("type").asText()).isEqualTo("change");
    }
  }

  @Test
  void subscriptionsFailInThreeWays() {
    String quiet = "book.LTC_USDC-PERPETUAL.100ms";
    String both = channels("subscribe", "trades.LTC_USDC-PERPETUAL.100ms", quiet);
    try (Simulator venue = venue();
        SpotClient client = connect(venue)) {
      venue.faults().failSubscriptions(SubscriptionFault.ERROR, 1);
      client.send(both);
      assertThat(client.nextJson().at("/error/code").asInt()).isEqualTo(11_050);
      venue.faults().failSubscriptions(SubscriptionFault.NO_ANSWER, 1);
      client.send(both);
      client.send(request("get_time", "{}"));
      assertThat(client.nextJson().path("result").isNumber()).isTrue();
      SpotClient.post(
          venue.restUrl() + "/sim/fail-subscriptions?fault=leave-out&times=1",
          "text/plain",
          new byte[0]);
      client.send(both);
      assertThat(client.nextJson().path("result")).hasSize(1);
      client.send(both);
      assertThat(client.nextJson().path("result")).hasSize(2);
      assertThat(data(client, quiet).path("type").asText()).isEqualTo("snapshot");
    }
  }

  /** A client's whole book. */
  private static final class ChainedBook {
    private final Book book = new Book();
    private long id = -1;

    void take(JsonNode data) {
      if (id < 0) {
        assertThat(data.path("type").asText()).isEqualTo("snapshot");
        assertThat(data.has("prev_change_id")).isFalse();
      } else {
        assertThat(data.path("type").asText()).isEqualTo("change");
        assertThat(data.path("prev_change_id").asLong()).isEqualTo(id);
      }
      id = data.path("change_id").asLong();
      data.path("bids").forEach(change -> take(Side.BID, change));
      data.path("asks").forEach(change -> take(Side.ASK, change));
    }

    private void take(Side side, JsonNode change) {
      BigDecimal price = change.get(1).decimalValue();
      BigDecimal amount = change.get(2).decimalValue();
      boolean known = book.levels(side).containsKey(price);
      assertThat(known).isEqualTo(!change.get(0).asText().equals("new"));
      assertThat(amount.signum() == 0).isEqualTo(change.get(0).asText().equals("delete"));
      book.apply(side, new Level(price, amount));
    }
  }
}
