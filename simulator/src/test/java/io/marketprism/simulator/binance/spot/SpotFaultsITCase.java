// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.FaultRows;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of frames, of books and of REST answers, on Binance spot. */
@Timeout(60)
class SpotFaultsITCase {
  private static final int QUIET_RUN = 20;
  @TempDir private static Path folder;
  private static Simulator venue;
  private static FaultRows rows;

  @BeforeAll
  static void start() {
    Path truth = folder.resolve("truth.jsonl");
    venue =
        Simulator.builder()
            .truth(truth)
            .synthetic(
                SyntheticSettings.usual()
                    .withSymbols("BTCUSDT", "ETHUSDT")
                    .withLevels(100)
                    .withRates(100, 100)
                    .withBursts(0, 1))
            .start();
    rows = new FaultRows(truth);
  }

  @AfterAll
  static void end() {
    venue.close();
  }

  @AfterEach
  void calm() {
    venue.faults().calm();
  }

  private static SpotClient trades(String... symbols) {
    List<String> streams = new ArrayList<>();
    for (String symbol : symbols) {
      streams.add(symbol + "@trade");
    }
    return SpotClient.connect(venue.wsUrl() + "/stream?streams=" + String.join("/", streams));
  }

  private static void inflict(String query) {
    HttpResponse<String> answer =
        SpotClient.post(venue.restUrl() + "/sim/fault?" + query, "text/plain", new byte[0]);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static long id(JsonNode frame) {
    return frame.at("/data/t").asLong();
  }

  private static HttpResponse<String> depth(String symbol) {
    return SpotClient.get(venue.restUrl() + "/api/v3/depth?limit=100&symbol=" + symbol);
  }

  @Test
  void aLostFrameLeavesAGapWhoseIdsTheTruthTells() {
    try (SpotClient client = trades("btcusdt")) {
      long before = id(client.nextJson());
      inflict("kind=drop&symbol=BTCUSDT&feed=trade&count=3");
      long after = id(client.nextJson());
      while (after == before + 1) {
        before = after;
        after = id(client.nextJson());
      }
      assertThat(after).isEqualTo(before + 4);
      assertThat(rows.of("drop"))
          .extracting(row -> row.path("first").asLong())
          .endsWith(before + 1, before + 2, before + 3);
      JsonNode row = rows.last("drop");
      assertThat(row.path("s").asText()).isEqualTo("BTCUSDT");
      assertThat(row.path("feed").asText()).isEqualTo("trade");
      assertThat(row.path("stream").asText()).isEqualTo("btcusdt@trade");
      assertThat(row.path("last")).isEqualTo(row.path("first"));
      assertThat(row.path("until").asLong()).isEqualTo(row.path("u").asLong());
    }
  }

  @Test
  void aLostBookFrameIsNamedByItsUpdateIds() {
    try (SpotClient client =
        SpotClient.connect(venue.wsUrl() + "/stream?streams=ethusdt@depth@100ms")) {
      long end = client.nextJson().at("/data/u").asLong();
      venue.faults().inflict("drop", "symbol", "ETHUSDT", "feed", "orderbook");
      JsonNode next = client.nextJson();
      while (next.at("/data/U").asLong() == end + 1) {
        end = next.at("/data/u").asLong();
        next = client.nextJson();
      }
      JsonNode row = rows.last("drop");
      assertThat(row.path("s").asText()).isEqualTo("ETHUSDT");
      assertThat(row.path("first").asLong()).isEqualTo(end + 1);
      assertThat(row.path("last").asLong()).isEqualTo(next.at("/data/U").asLong() - 1);
    }
  }

  @Test
  void aRepeatedFrameComesTwiceByteForByte() {
    try (SpotClient client = trades("btcusdt")) {
      String before = client.next();
      inflict("kind=repeat&symbol=BTCUSDT&feed=trade&count=2");
      String now = client.next();
      while (!now.equals(before)) {
        before = now;
        now = client.next();
      }
      String second = client.next();
      assertThat(id(SpotClient.json(second))).isEqualTo(id(SpotClient.json(now)) + 1);
      assertThat(client.next()).isEqualTo(second);
      assertThat(rows.last("repeat").path("first").asLong()).isEqualTo(id(SpotClient.json(second)));
    }
  }

  @Test
  void twoFramesChangePlaces() {
    try (SpotClient client = trades("btcusdt")) {
      long before = id(client.nextJson());
      inflict("kind=reorder&symbol=BTCUSDT&feed=trade");
      long now = id(client.nextJson());
      while (now == before + 1) {
        before = now;
        now = id(client.nextJson());
      }
      assertThat(now).isEqualTo(before + 2);
      assertThat(id(client.nextJson())).isEqualTo(before + 1);
      assertThat(id(client.nextJson())).isEqualTo(before + 3);
      assertThat(rows.last("reorder").path("last").asLong()).isEqualTo(before + 2);
    }
  }

  @Test
  void delayedFramesComeAllInOrderBehindThoseOfOthers() {
    try (SpotClient client = trades("btcusdt", "ethusdt")) {
      long last = id(next(client, "btcusdt"));
      inflict("kind=delay&symbol=BTCUSDT&feed=trade&millis=60000");
      for (int others = 0; others < QUIET_RUN; ) {
        JsonNode frame = client.nextJson();
        boolean own = frame.path("stream").asText().startsWith("btc");
        others = own ? 0 : others + 1;
        last = own ? id(frame) : last;
      }
      inflict("kind=calm");
      for (int i = 0; i < QUIET_RUN; i++) {
        assertThat(id(next(client, "btcusdt"))).isEqualTo(++last);
      }
      JsonNode row = rows.last("delay");
      assertThat(row.path("until").asLong()).isEqualTo(row.path("u").asLong() + 60_000);
    }
  }

  @Test
  void aSilentFeedLosesItsFramesWhileOthersGoOn() {
    try (SpotClient client = trades("btcusdt", "ethusdt")) {
      long last = id(next(client, "ethusdt"));
      inflict("kind=silence&symbol=ETHUSDT&feed=trade&millis=60000");
      for (int others = 0; others < QUIET_RUN; ) {
        JsonNode frame = client.nextJson();
        boolean own = frame.path("stream").asText().startsWith("eth");
        others = own ? 0 : others + 1;
        last = own ? id(frame) : last;
      }
      long heard = last;
      await().until(() -> rows.hasTradeAfter("ETHUSDT", heard));
      inflict("kind=calm");
      assertThat(id(next(client, "ethusdt"))).isGreaterThan(last + 1);
      assertThat(rows.last("silence").path("s").asText()).isEqualTo("ETHUSDT");
    }
  }

  /** The next frame of a symbol's trades. */
  private static JsonNode next(SpotClient client, String symbol) {
    JsonNode frame = client.nextJson();
    while (!frame.path("stream").asText().startsWith(symbol)) {
      frame = client.nextJson();
    }
    return frame;
  }

  @ParameterizedTest
  @ValueSource(strings = {"truncate", "corrupt"})
  void aDamagedFrameCannotBeReadAndTheNextFollows(String kind) {
    try (SpotClient wrapped = trades("btcusdt");
        SpotClient bare = SpotClient.connect(venue.wsUrl() + "/ws/btcusdt@trade")) {
      wrapped.next();
      bare.next();
      inflict("kind=" + kind + "&symbol=BTCUSDT&feed=trade");
      for (SpotClient client : List.of(wrapped, bare)) {
        String frame = client.next();
        while (readable(frame)) {
          frame = client.next();
        }
        JsonNode next = client.nextJson();
        long id = client == wrapped ? id(next) : next.path("t").asLong();
        assertThat(rows.last(kind).path("last").asLong()).isEqualTo(id - 1);
      }
    }
  }

  private static boolean readable(String text) {
    try {
      SpotClient.JSON.readTree(text);
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  @Test
  void booksOverRestFailAreGarbageEmptyOrOldAndThenRightAgain() {
    inflict("kind=snapshot-error&symbol=BTCUSDT&status=500");
    inflict("kind=snapshot-garbage&symbol=BTCUSDT");
    assertThat(depth("ETHUSDT").body()).startsWith("{\"lastUpdateId\"");
    assertThat(depth("BTCUSDT").statusCode()).isEqualTo(500);
    HttpResponse<String> garbage = depth("BTCUSDT");
    assertThat(garbage.statusCode()).isEqualTo(200);
    assertThat(readable(garbage.body())).isFalse();
    long now = SpotClient.json(depth("BTCUSDT").body()).path("lastUpdateId").asLong();
    inflict("kind=snapshot-old&symbol=BTCUSDT&count=2");
    await().until(() -> venue.status().lastUpdateId().get("BTCUSDT") > now + 50);
    JsonNode old = SpotClient.json(depth("BTCUSDT").body());
    assertThat(old.path("lastUpdateId").asLong())
        .isLessThan(venue.status().lastUpdateId().get("BTCUSDT"));
    assertThat(old.path("bids")).isNotEmpty();
    assertThat(SpotClient.json(depth("BTCUSDT").body())).isEqualTo(old);
    inflict("kind=snapshot-empty");
    JsonNode empty = SpotClient.json(depth("ETHUSDT").body());
    assertThat(empty.path("bids")).isEmpty();
    assertThat(empty.path("asks")).isEmpty();
    assertThat(SpotClient.json(depth("ETHUSDT").body()).path("bids")).isNotEmpty();
    assertThat(rows.of("snapshot-old")).hasSize(2);
    assertThat(rows.last("snapshot-empty").path("s").asText()).isEqualTo("ETHUSDT");
    assertThat(rows.last("snapshot-error").path("feed").asText()).isEqualTo("rest");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 418})
  void aLimitedVenueSaysHowLongToWait(int status) {
    inflict("kind=rest-" + status + "&millis=60000");
    HttpResponse<String> refused = SpotClient.get(venue.restUrl() + "/api/v3/time");
    assertThat(refused.statusCode()).isEqualTo(status);
    assertThat(refused.headers().firstValue("Retry-After").orElseThrow())
        .satisfies(seconds -> assertThat(Integer.parseInt(seconds)).isBetween(30, 60));
    assertThat(refused.body()).contains("-1003");
    JsonNode row = rows.last("rest-" + status);
    assertThat(row.path("until").asLong()).isEqualTo(row.path("u").asLong() + 60_000);
    inflict("kind=calm");
    assertThat(SpotClient.get(venue.restUrl() + "/api/v3/time").statusCode()).isEqualTo(200);
  }

  @Test
  void anEndpointFailsHangsOrTalksNonsenseWhileOthersAnswer() {
    inflict("kind=rest-5xx&endpoint=time&status=502");
    inflict("kind=rest-garbage&endpoint=time");
    inflict("kind=rest-hang&endpoint=time&millis=50");
    String time = venue.restUrl() + "/api/v3/time";
    long before = venue.restRequests().getOrDefault("time", 0L);
    assertThat(SpotClient.get(venue.restUrl() + "/api/v3/ping").statusCode()).isEqualTo(200);
    assertThat(SpotClient.get(time).statusCode()).isEqualTo(502);
    assertThat(readable(SpotClient.get(time).body())).isFalse();
    assertThatThrownBy(() -> SpotClient.post(time, "text/plain", new byte[0]))
        .hasCauseInstanceOf(IOException.class);
    assertThat(SpotClient.get(time).statusCode()).isEqualTo(200);
    assertThat(venue.restRequests().get("time")).isEqualTo(before + 4);
    assertThat(rows.last("rest-hang").path("endpoint").asText()).isEqualTo("time");
  }

  @Test
  void aWrongRequestIsToldWhatIsMissing() {
    for (String[] wrong :
        new String[][] {
          {"kind=nonsense", "known are drop"},
          {"kind=drop&symbol=BTCUSDT", "missing: [feed]"},
          {"kind=drop&symbol=NONE&feed=trade", "symbol is 'NONE', which is not listed"},
          {"kind=notice&millis=1", "kind notice does not happen at binance_spot"}
        }) {
      HttpResponse<String> answer =
          SpotClient.post(venue.restUrl() + "/sim/fault?" + wrong[0], "text/plain", new byte[0]);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains(wrong[1]);
    }
  }

  @Test
  void aRequestToSubscribeFailsIsNotAnsweredOrLeavesAStreamOut() {
    try (SpotClient client = SpotClient.connect(venue.wsUrl() + "/stream")) {
      inflict("kind=fail-subscription&variant=error");
      client.send(subscribe(1, "btcusdt@trade"));
      assertThat(client.nextJson().path("code").isInt()).isTrue();
      inflict("kind=fail-subscription&variant=no-answer");
      client.send(subscribe(2, "btcusdt@trade"));
      inflict("kind=fail-subscription&variant=leave-out");
      client.send(subscribe(3, "ethusdt@trade", "btcusdt@trade"));
      assertThat(client.nextJson().path("id").asInt()).isEqualTo(3);
      for (int i = 0; i < QUIET_RUN; i++) {
        assertThat(client.nextJson().path("stream").asText()).isEqualTo("ethusdt@trade");
      }
      assertThat(rows.of("fail-subscription")).hasSize(3);
    }
  }

  private static String subscribe(int id, String... streams) {
    return "{\"method\":\"SUBSCRIBE\",\"params\":[\"%s\"],\"id\":%d}"
        .formatted(String.join("\",\"", streams), id);
  }

  @Test
  void aBurstIsManyEventsOfTheTruth() {
    try (SpotClient client =
        SpotClient.connect(venue.wsUrl() + "/stream?streams=btcusdt@depth@100ms")) {
      long end = client.nextJson().at("/data/u").asLong();
      inflict("kind=burst&symbol=BTCUSDT&count=1000");
      for (int i = 0; i < 1_000; i++) {
        JsonNode frame = client.nextJson();
        assertThat(frame.at("/data/U").asLong()).isEqualTo(end + 1);
        end = frame.at("/data/u").asLong();
      }
      long first = rows.last("burst").path("u").asLong();
      assertThat(rows.last("burst").path("until").asLong()).isEqualTo(first + 100);
    }
  }
}
