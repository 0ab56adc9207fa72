// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.VenueKind;
import io.marketprism.simulator.binance.spot.SpotClient;
import io.marketprism.simulator.faults.SubscriptionFault;
import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Side;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.simulator.truth.TruthBooks;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OKX's WebSocket protocol, its limits, and what can be made to go wrong. */
class OkxProtocolITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final SyntheticSettings MARKET =
      SyntheticSettings.usual()
          .withSymbols("BTCUSDT", "ETHUSDT")
          .withQuiet("LTCUSDT")
          .withLevels(450)
          .withRates(300, 60)
          .withLiquidationsEvery(1_000);
  private static final OkxSettings SETTINGS = OkxSettings.ofVenue().withRates(1_000, 480);

  private static Simulator.Builder venue(OkxSettings settings) {
    return Simulator.builder()
        .venue(VenueKind.OKX)
        .factory(OkxFactory.with(settings))
        .synthetic(MARKET);
  }

  private static SpotClient connect(Simulator venue) {
    return SpotClient.connect(venue.wsUrl() + "/ws/v5/public");
  }

  private static String request(String op, String... args) {
    return "{\"id\":\"7\",\"op\":\"" + op + "\",\"args\":[" + String.join(",", args) + "]}";
  }

  private static String arg(String channel, String instId) {
    return "{\"channel\":\"" + channel + "\",\"instId\":\"" + instId + "\"}";
  }

  private static JsonNode next(SpotClient client, String event) {
    while (true) {
      JsonNode message = client.nextJson();
      if (message.path("event").asText().equals(event)) {
        return message;
      }
    }
  }

  /** The next message with data of a channel and instrument. */
  private static JsonNode data(SpotClient client, String channel, String instId) {
    while (true) {
      JsonNode message = client.nextJson();
      if (message.has("data")
          && message.at("/arg/channel").asText().equals(channel)
          && message.at("/arg/instId").asText().equals(instId)) {
        return message;
      }
    }
  }

  @Test
  void everyChannelIsAcknowledgedForItself() {
    try (Simulator venue = venue(SETTINGS).start();
        SpotClient client = connect(venue)) {
      client.send(
          request(
              "subscribe",
              arg("trades", "LTC-USDT"),
              arg("books", "NONE-USDT"),
              "{\"channel\":\"liquidation-orders\",\"instType\":\"SWAP\"}"));
      JsonNode first = next(client, "subscribe");
      assertThat(first.path("id").asText()).isEqualTo("7");
      assertThat(first.path("arg").toString()).isEqualTo(arg("trades", "LTC-USDT"));
      assertThat(first.path("connId").asText()).matches("[0-9a-f]{8}");
      JsonNode second = next(client, "error");
      assertThat(second.path("code").asText()).isEqualTo("60018");
      assertThat(second.path("msg").asText()).contains("channel:books,instId:NONE-USDT");
      assertThat(second.path("connId")).isEqualTo(first.path("connId"));
      assertThat(next(client, "subscribe").at("/arg/instType").asText()).isEqualTo("SWAP");
      client.send(request("unsubscribe", arg("trades", "LTC-USDT")));
      assertThat(next(client, "unsubscribe").at("/arg/channel").asText()).isEqualTo("trades");
    }
  }

  @Test
  void aBookBeginsWithASnapshotAndItsUpdatesAreAChainToTheTruth(@TempDir Path folder) {
    Path file = folder.resolve("truth.jsonl");
    try (Simulator venue = venue(SETTINGS.withChecksums()).truth(file).start();
        SpotClient client = connect(venue);
        TruthBooks truth = new TruthBooks(file)) {
      client.send(request("subscribe", arg("books", "BTC-USDT"), arg("books", "BTC-USDT-SWAP")));
      Map<String, ChainedBook> books = new TreeMap<>();
      for (int checked = 0; checked < 40; ) {
        JsonNode message = client.nextJson();
        if (message.has("data")) {
          String instId = message.at("/arg/instId").asText();
          ChainedBook book = books.computeIfAbsent(instId, key -> new ChainedBook());
          book.take(message);
          Book whole = truth.awaitBook(instId, book.id, PATIENCE).orElseThrow();
          assertThat(book.text()).isEqualTo(text(whole));
          checked++;
        }
      }
      assertThat(books.keySet()).containsExactly("BTC-USDT", "BTC-USDT-SWAP");
    }
  }

  @Test
  void subscribingAnewBringsANewSnapshotWithoutStrayUpdates() {
    try (Simulator venue = venue(SETTINGS).start();
        SpotClient client = connect(venue)) {
      String books = arg("books", "BTC-USDT");
      client.send(request("subscribe", books));
      for (int i = 0; i < 20; i++) {
        assertThat(data(client, "books", "BTC-USDT").path("action").asText()).isEqualTo("snapshot");
        data(client, "books", "BTC-USDT");
        client.send(request("unsubscribe", books));
        next(client, "unsubscribe");
        client.send(request("subscribe", books));
        assertThat(client.nextJson().path("event").asText()).isEqualTo("subscribe");
      }
      client.send(request("subscribe", books));
      next(client, "subscribe");
      assertThat(data(client, "books", "BTC-USDT").path("action").asText()).isEqualTo("update");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense                                                                   | 60012",
        "{\"op\":\"subscribe\",\"args\":[]}                                         | 60013",
        "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"trades-all\",\"instId\":\"BTC-USDT\"}]} | 60018",
        "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"books\"}]}                  | 60018"
      })
  void wrongRequestsGetTheVenuesErrors(String request, String code) {
    try (Simulator venue = venue(SETTINGS).start();
        SpotClient client = connect(venue)) {
      client.send(request);
      assertThat(next(client, "error").path("code").asText()).isEqualTo(code);
    }
  }

  @Test
  void tooManyRequestsOnAConnectionAreRefused() {
    try (Simulator venue = venue(SETTINGS.withRates(1_000, 1)).start();
        SpotClient client = connect(venue);
        SpotClient other = connect(venue)) {
      client.send(request("subscribe", arg("trades", "LTC-USDT")));
      next(client, "subscribe");
      client.send(request("unsubscribe", arg("trades", "LTC-USDT")));
      assertThat(next(client, "error").path("code").asText()).isEqualTo("60014");
      other.send(request("subscribe", arg("trades", "LTC-USDT")));
      next(other, "subscribe");
    }
  }

  @Test
  void connectionsThatComeTooFastAreRefused() {
    try (Simulator venue = venue(OkxSettings.ofVenue().withRates(1, 480)).start()) {
      assertThatThrownBy(
              () -> {
                List<SpotClient> clients = new ArrayList<>();
                try {
                  for (int i = 0; i < 50; i++) {
                    clients.add(connect(venue));
                  }
                } finally {
                  clients.forEach(SpotClient::close);
                }
              })
          .hasStackTraceContaining("429");
    }
  }

  @Test
  void pingIsAnsweredAndSilenceEndsTheConnection() throws Exception {
    try (Simulator venue = venue(SETTINGS.withIdleTimeout(Duration.ofMillis(800))).start();
        SpotClient idle = connect(venue);
        SpotClient fed = connect(venue)) {
      fed.send(request("subscribe", arg("books", "BTC-USDT")));
      idle.send("ping");
      assertThat(idle.next()).isEqualTo("pong");
      assertThat(idle.closed().get(10, TimeUnit.SECONDS)).isEqualTo(4_004);
      assertThat(fed.closed()).isNotDone();
    }
  }

  @Test
  void tradesCoverARangeOfMatchesWithoutHolesAndHistoryHasEachMatch() {
    try (Simulator venue = venue(SETTINGS).start();
        SpotClient client = connect(venue);
        SpotClient single = SpotClient.connect(venue.wsUrl() + "/ws/v5/business")) {
      client.send(request("subscribe", arg("trades", "BTC-USDT-SWAP")));
      single.send(request("subscribe", arg("trades-all", "BTC-USDT-SWAP")));
      long last = -1;
      long most = 0;
      for (int i = 0; i < 60; i++) {
        JsonNode trade = data(client, "trades", "BTC-USDT-SWAP").at("/data/0");
        long id = trade.path("tradeId").asLong();
        long count = trade.path("count").asLong();
        assertThat(last < 0 || id - count == last).isTrue();
        last = id;
        most = Math.max(most, count);
      }
      assertThat(most).isGreaterThan(1);
      long before = data(single, "trades-all", "BTC-USDT-SWAP").at("/data/0/tradeId").asLong();
      for (int i = 0; i < 30; i++) {
        JsonNode match = data(single, "trades-all", "BTC-USDT-SWAP").at("/data/0");
        assertThat(match.path("tradeId").asLong()).isEqualTo(++before);
      }
      JsonNode rows =
          SpotClient.json(
                  SpotClient.get(
                          venue.restUrl()
                              + "/api/v5/market/history-trades?instId=BTC-USDT-SWAP&type=1&limit=20"
                              + "&after="
                              + last)
                      .body())
              .path("data");
      assertThat(rows).hasSize(20);
      for (int i = 0; i < 20; i++) {
        assertThat(rows.get(i).path("tradeId").asLong()).isEqualTo(last - 1 - i);
      }
    }
  }

  @Test
  void liquidationsOfAllSwapsComeInListsAndTheLastIsRepeatedToNewSubscribers() {
    String all = "{\"channel\":\"liquidation-orders\",\"instType\":\"SWAP\"}";
    try (Simulator venue = venue(SETTINGS).start();
        SpotClient client = connect(venue);
        SpotClient late = connect(venue)) {
      client.send(request("subscribe", all));
      String last = "";
      int most = 0;
      while (most < 2) {
        JsonNode message = client.nextJson();
        if (message.has("data")) {
          last = message.toString();
          JsonNode first = message.at("/data/0");
          assertThat(first.path("instId").asText()).endsWith("-USDT-SWAP");
          assertThat(first.at("/details/0/bkPx").asText()).matches("[0-9.]+");
          most = 0;
          for (JsonNode row : message.path("data")) {
            most += row.path("details").size();
          }
        }
      }
      venue.freeze();
      while (true) {
        String more = client.poll(Duration.ofMillis(100));
        if (more == null) {
          break;
        }
        last = SpotClient.json(more).toString();
      }
      late.send(request("subscribe", all));
      next(late, "subscribe");
      assertThat(late.nextJson().toString()).isEqualTo(last);
    }
  }

  @Test
  void aLostUpdateLeavesAGapInOneInstrumentOnly() {
    try (Simulator venue = venue(SETTINGS).start();
        SpotClient client = connect(venue)) {
      client.send(request("subscribe", arg("books", "BTC-USDT"), arg("books", "ETH-USDT")));
      Map<String, Long> last = new TreeMap<>();
      int gaps = 0;
      for (int seen = 0; gaps == 0; seen++) {
        if (seen == 10) {
          venue.faults().lose("books:BTC-USDT", 1);
        }
        JsonNode message = client.nextJson();
        String instId = message.at("/arg/instId").asText();
        long previous = message.at("/data/0/prevSeqId").asLong();
        boolean gap = last.containsKey(instId) && previous != last.get(instId) && previous >= 0;
        assertThat(gap && instId.equals("ETH-USDT")).isFalse();
        gaps += gap ? 1 : 0;
        last.put(instId, message.at("/data/0/seqId").asLong());
        assertThat(seen).isLessThan(200);
      }
    }
  }

  @Test
  void loweredIdsContinueTheChainFromALowerNumber() {
    try (Simulator venue = venue(SETTINGS).start();
        SpotClient client = connect(venue)) {
      client.send(request("subscribe", arg("books", "BTC-USDT")));
      long last = data(client, "books", "BTC-USDT").at("/data/0/seqId").asLong();
      SpotClient.post(
          venue.restUrl() + "/sim/lower-ids?symbol=BTC-USDT&by=1000000", "text/plain", new byte[0]);
      boolean fallen = false;
      for (int i = 0; i < 10 || !fallen; i++) {
        JsonNode update = data(client, "books", "BTC-USDT").at("/data/0");
        assertThat(update.path("prevSeqId").asLong()).isEqualTo(last);
        fallen |= update.path("seqId").asLong() < last;
        last = update.path("seqId").asLong();
      }
      assertThatThrownBy(() -> venue.faults().command("lower-ids", Map.of("symbol", "NONE")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aSilentChannelIsAcknowledgedAndSaysNothing() {
    try (Simulator venue = venue(SETTINGS).start();
        SpotClient client = connect(venue)) {
      venue.faults().silence("books:BTC-USDT", true);
      client.send(request("subscribe", arg("books", "BTC-USDT"), arg("books", "ETH-USDT")));
      assertThat(next(client, "subscribe").at("/arg/instId").asText()).isEqualTo("BTC-USDT");
      for (int i = 0; i < 10; i++) {
        JsonNode message = client.nextJson();
        assertThat(message.at("/arg/instId").asText()).isEqualTo("ETH-USDT");
      }
      venue.faults().silence("books:BTC-USDT", false);
      assertThat(data(client, "books", "BTC-USDT").path("action").asText()).isEqualTo("update");
    }
  }

  @Test
  void subscriptionsFailInThreeWays() {
    try (Simulator venue = venue(SETTINGS).start();
        SpotClient client = connect(venue)) {
      String both = request("subscribe", arg("trades", "LTC-USDT"), arg("books", "LTC-USDT"));
      venue.faults().failSubscriptions(SubscriptionFault.ERROR, 1);
      client.send(both);
      assertThat(client.nextJson().path("code").asText()).isEqualTo("60012");
      venue.faults().failSubscriptions(SubscriptionFault.NO_ANSWER, 1);
      client.send(both);
      client.send("ping");
      assertThat(client.next()).isEqualTo("pong");
      venue.faults().failSubscriptions(SubscriptionFault.LEAVE_OUT, 1);
      client.send(both);
      assertThat(client.nextJson().at("/arg/channel").asText()).isEqualTo("trades");
      client.send("ping");
      assertThat(client.next()).isEqualTo("pong");
      client.send(both);
      assertThat(client.nextJson().at("/arg/channel").asText()).isEqualTo("trades");
      assertThat(client.nextJson().at("/arg/channel").asText()).isEqualTo("books");
      assertThat(client.nextJson().path("action").asText()).isEqualTo("snapshot");
    }
  }

  @Test
  void anUpgradeIsAnnouncedOnCommand() {
    try (Simulator venue = venue(SETTINGS).start();
        SpotClient client = connect(venue)) {
      await().until(() -> venue.status().connections() == 1);
      assertThat(SpotClient.post(venue.restUrl() + "/sim/notice", "text/plain", new byte[0]).body())
          .isEqualTo("{\"sockets\":1}");
      JsonNode notice = client.nextJson();
      assertThat(notice.path("event").asText()).isEqualTo("notice");
      assertThat(notice.path("code").asText()).isEqualTo("64008");
    }
  }

  @Test
  void aQuietBookIsKeptAlive() {
    try (Simulator venue = venue(SETTINGS.withKeepAlive(Duration.ofMillis(300))).start();
        SpotClient client = connect(venue)) {
      client.send(request("subscribe", arg("books", "LTC-USDT")));
      JsonNode snapshot = data(client, "books", "LTC-USDT").at("/data/0");
      for (int i = 0; i < 3; i++) {
        JsonNode alive = data(client, "books", "LTC-USDT").at("/data/0");
        assertThat(alive.path("prevSeqId")).isEqualTo(snapshot.path("seqId"));
        assertThat(alive.path("seqId")).isEqualTo(snapshot.path("seqId"));
        assertThat(alive.path("bids")).isEmpty();
        assertThat(alive.path("asks")).isEmpty();
        assertThat(alive.path("checksum").asInt()).isZero();
      }
    }
  }

  @Test
  void withoutPushedSnapshotsABookCanBeBuiltFromRest(@TempDir Path folder) {
    Path file = folder.resolve("truth.jsonl");
    try (Simulator venue = venue(SETTINGS.withoutSnapshots()).truth(file).start();
        SpotClient client = connect(venue);
        TruthBooks truth = new TruthBooks(file)) {
      client.send(request("subscribe", arg("books", "BTC-USDT")));
      ChainedBook book = new ChainedBook();
      JsonNode first = data(client, "books", "BTC-USDT");
      assertThat(first.path("action").asText()).isEqualTo("update");
      long wanted = first.at("/data/0/prevSeqId").asLong();
      await().until(() -> book.begin(restBook(venue)) && book.id >= wanted);
      JsonNode update = first;
      for (int applied = 0; applied < 10; ) {
        if (update.at("/data/0/seqId").asLong() > book.id) {
          book.take(update);
          Book whole = truth.awaitBook("BTC-USDT", book.id, PATIENCE).orElseThrow();
          assertThat(book.text()).isEqualTo(text(whole));
          applied++;
        }
        update = data(client, "books", "BTC-USDT");
      }
    }
  }

  private static JsonNode restBook(Simulator venue) {
    return SpotClient.json(
            SpotClient.get(venue.restUrl() + "/api/v5/market/books?instId=BTC-USDT&sz=400").body())
        .at("/data/0");
  }

  private static String text(Book book) {
    StringBuilder text = new StringBuilder();
    for (Side side : Side.values()) {
      book.top(side, OkxBook.DEPTH).forEach(level -> text.append(level).append(' '));
    }
    return text.toString();
  }

  /** A client's book of 400 levels. */
  private static final class ChainedBook {
    private Book book = new Book();
    private long id = -1;

    boolean begin(JsonNode data) {
      book = Book.of(levels(data.path("bids")), levels(data.path("asks")));
      id = data.path("seqId").asLong();
      return true;
    }

    void take(JsonNode message) {
      JsonNode data = message.at("/data/0");
      if (message.path("action").asText().equals("snapshot")) {
        assertThat(data.path("prevSeqId").asLong()).isEqualTo(-1);
        begin(data);
      } else {
        assertThat(data.path("prevSeqId").asLong()).isEqualTo(id);
        assertThat(data.path("seqId").asLong()).isGreaterThan(id);
        book.apply(levels(data.path("bids")), levels(data.path("asks")));
        id = data.path("seqId").asLong();
      }
      for (Side side : Side.values()) {
        while (book.levels(side).size() > OkxBook.DEPTH) {
          book.levels(side).pollLastEntry();
        }
      }
      if (data.path("checksum").asInt() != 0) {
        assertThat(OkxChecksum.of(book.top(Side.BID, 25), book.top(Side.ASK, 25)))
            .isEqualTo(data.path("checksum").asInt());
      }
    }

    private static List<Level> levels(JsonNode rows) {
      List<Level> levels = new ArrayList<>();
      rows.forEach(
          row ->
              levels.add(
                  new Level(
                      new BigDecimal(row.get(0).asText()), new BigDecimal(row.get(1).asText()))));
      return levels;
    }

    String text() {
      return OkxProtocolITCase.text(book);
    }
  }
}
