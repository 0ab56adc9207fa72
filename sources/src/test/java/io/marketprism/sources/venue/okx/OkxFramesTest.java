// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.sources.venue.okx.OkxFixture.BTC;
import static io.marketprism.sources.venue.okx.OkxFixture.BTC_SWAP;
import static io.marketprism.sources.venue.okx.OkxFixture.ETH;
import static io.marketprism.sources.venue.okx.OkxFixture.codec;
import static io.marketprism.sources.venue.okx.OkxFixture.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.KeepAlive;
import io.marketprism.sources.venue.StreamCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OkxFramesTest {
  private final StreamCodec books = codec(DataType.ORDERBOOK, BTC, ETH);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wss://ws.okx.com:8443",
        "wss://ws.okx.com:8443/",
        "wss://ws.okx.com:8443/ws/v5",
        "wss://ws.okx.com:8443/ws/v5/public",
        "wss://ws.okx.com:8443/ws/v5/public/",
        "wss://ws.okx.com:8443/ws/v5/business"
      })
  void socketIsFoundWhetherOrNotTheConfigurationNamesItsPath(String ws) {
    OkxVenue venue = OkxVenue.spot();
    assertThat(
            venue.stream(DataType.TRADE, OkxFixture.settings(ws, List.of("BTC-USDT"), Map.of()))
                .uri())
        .hasToString("wss://ws.okx.com:8443/ws/v5/public");
    Map<String, String> single = Map.of("trades-channel", "trades-all");
    assertThat(
            venue.stream(DataType.TRADE, OkxFixture.settings(ws, List.of("BTC-USDT"), single))
                .uri())
        .hasToString("wss://ws.okx.com:8443/ws/v5/business");
  }

  @Test
  void controlMessagesCarryTheirIdAndOneArgumentForEachInstrument() {
    assertThat(books.subscribe(7, List.of(BTC, ETH)))
        .isEqualTo(
            "{\"id\":\"7\",\"op\":\"subscribe\",\"args\":["
                + "{\"channel\":\"books\",\"instId\":\"BTC-USDT\"},"
                + "{\"channel\":\"books\",\"instId\":\"ETH-USDT\"}]}");
    assertThat(books.unsubscribe(8, List.of(ETH)))
        .isEqualTo(
            "{\"id\":\"8\",\"op\":\"unsubscribe\",\"args\":["
                + "{\"channel\":\"books\",\"instId\":\"ETH-USDT\"}]}");
  }

  @Test
  void theLongestControlMessageStaysBelow64Kilobytes() {
    var longName = "A".repeat(60);
    var instrument = OkxFixture.perpetual(longName + "-USDT", longName + "-USDT-SWAP", "1", false);
    var most = new ArrayList<>(List.of(instrument));
    while (most.size() < books.instrumentsPerMessage()) {
      most.add(instrument);
    }
    assertThat(books.subscribe(Long.MAX_VALUE, most).getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(64 * 1024);
  }

  @Test
  void eachInstrumentIsAnsweredFor() throws FrameException {
    assertThat(books.answersEach()).isTrue();
    assertThat(
            told(
                    books,
                    "{\"id\":\"7\",\"event\":\"subscribe\",\"arg\":{\"channel\":\"books\","
                        + "\"instId\":\"ETH-USDT\"},\"connId\":\"a4d3ae55\"}")
                .words)
        .containsExactly("accepted 7 ETH-USDT");
  }

  @Test
  void endOfASubscriptionIsAnsweredThoughNothingIsExpectedAnyMore() throws FrameException {
    books.unsubscribe(9, List.of(ETH));
    books.expect(List.of(BTC));
    assertThat(
            told(
                    books,
                    "{\"id\":\"9\",\"event\":\"unsubscribe\",\"arg\":{\"channel\":\"books\","
                        + "\"instId\":\"ETH-USDT\"},\"connId\":\"a4d3ae55\"}")
                .words)
        .containsExactly("accepted 9 ETH-USDT");
  }

  @Test
  void answerForAnotherChannelOrAStrangeInstrumentIsNoAnswer() {
    assertRefused(
        "{\"id\":\"7\",\"event\":\"subscribe\",\"arg\":{\"channel\":\"trades\","
            + "\"instId\":\"ETH-USDT\"}}",
        Reason.UNKNOWN_MESSAGE);
    assertRefused(
        "{\"id\":\"7\",\"event\":\"subscribe\",\"arg\":{\"channel\":\"books\","
            + "\"instId\":\"XRP-USDT\"}}",
        Reason.UNKNOWN_MESSAGE);
  }

  @Test
  void errorRefusesTheMessageThatItNames() throws FrameException {
    assertThat(
            told(
                    books,
                    "{\"id\":\"7\",\"event\":\"error\",\"code\":\"60018\",\"msg\":\"Wrong URL or"
                        + " channel:books,instId:X doesn't exist.\",\"connId\":\"a4d3ae55\"}")
                .words)
        .containsExactly(
            "declined 7 all 60018: Wrong URL or channel:books,instId:X doesn't exist.");
    assertThat(
            told(books, "{\"event\":\"error\",\"code\":\"60012\",\"msg\":\"Invalid request\"}")
                .words)
        .containsExactly("declined 0 all 60012: Invalid request");
  }

  @Test
  void silenceIsBrokenByAPingAndItsAnswerIsNoMessage() throws FrameException {
    assertThat(books.keepAlive()).isEqualTo(new KeepAlive("ping", 20_000, 10_000));
    assertThat(told(books, "pong").words).isEmpty();
    assertRefused("pang", Reason.MALFORMED_JSON);
  }

  @Test
  void upgradeNoticeAnnouncesTheEndAndOtherNoticesAreCounted() throws FrameException {
    assertThat(
            told(
                    books,
                    "{\"event\":\"notice\",\"code\":\"64008\",\"msg\":\"The connection will soon be"
                        + " closed for a service upgrade. Please reconnect.\",\"connId\":\"a4\"}")
                .words)
        .containsExactly("shutdown notice_64008");
    assertThat(told(books, "{\"event\":\"notice\",\"code\":\"1\",\"msg\":\"\"}").words)
        .containsExactly("filtered notice");
  }

  @Test
  void fieldsComeInAnyOrder() throws FrameException {
    String data =
        "\"data\":[{\"seqId\":5,\"prevSeqId\":-1,\"ts\":\"1786540471710\","
            + "\"bids\":[[\"1\",\"2\",\"0\",\"1\"]],\"asks\":[]}]";
    String arg = "\"arg\":{\"instId\":\"BTC-USDT\",\"channel\":\"books\"}";
    String action = "\"action\":\"snapshot\"";
    for (String frame :
        List.of(
            "{" + data + "," + action + "," + arg + "}",
            "{" + arg + "," + data + "," + action + "}",
            "{" + action + "," + data + "," + arg + ",\"new\":{\"x\":[1]}}")) {
      assertThat(told(books, frame).words).containsExactly("snapshot BTC-USDT 5 [1x2][]");
    }
  }

  @Test
  void whatIsNoneOfTheVenuesMessagesIsRefused() {
    assertRefused("[]", Reason.MALFORMED_JSON);
    assertRefused("{}", Reason.UNKNOWN_MESSAGE);
    assertRefused("{\"event\":\"login\",\"code\":\"0\"}", Reason.UNKNOWN_MESSAGE);
    assertRefused(
        "{\"arg\":{\"channel\":\"books\",\"instId\":\"BTC-USDT\"}}", Reason.MISSING_FIELD);
    assertRefused(
        "{\"arg\":{\"channel\":\"tickers\",\"instId\":\"BTC-USDT\"},\"data\":[{}]}",
        Reason.UNKNOWN_MESSAGE);
    assertRefused("{\"event\":\"notice\",\"code\":\"1\"}{}", Reason.MALFORMED_JSON);
  }

  @Test
  void strangeInstrumentIsRefusedAndAFormerOneIsCounted() throws FrameException {
    String push = OkxFixture.book(ETH, "update", 1, 2, "[]", "[]");
    StreamCodec codec = codec(DataType.ORDERBOOK, BTC);
    assertThatThrownBy(() -> told(codec, push))
        .isInstanceOfSatisfying(
            FrameException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SYMBOL));
    codec.subscribe(1, List.of(ETH));
    assertThat(told(codec, push).words).containsExactly("filtered unsubscribed");
    codec.connected();
    assertThatThrownBy(() -> told(codec, push)).isInstanceOf(FrameException.class);
  }

  @Test
  void liquidationsAreSubscribedOnceForTheWholeMarket() throws FrameException {
    StreamCodec codec = codec(DataType.LIQUIDATION, BTC_SWAP);
    assertThat(codec.isWholeMarket()).isTrue();
    assertThat(codec.answersEach()).isFalse();
    assertThat(books.isWholeMarket()).isFalse();
    assertThat(codec.subscribe(1, List.of(BTC_SWAP)))
        .isEqualTo(
            "{\"id\":\"1\",\"op\":\"subscribe\",\"args\":["
                + "{\"channel\":\"liquidation-orders\",\"instType\":\"SWAP\"}]}");
    assertThat(
            told(
                    codec,
                    "{\"id\":\"1\",\"event\":\"subscribe\",\"arg\":{\"channel\":"
                        + "\"liquidation-orders\",\"instType\":\"SWAP\"},\"connId\":\"a4d3ae55\"}")
                .words)
        .containsExactly("accepted 1 all");
  }

  private void assertRefused(String frame, Reason reason) {
    assertThatThrownBy(() -> told(books, frame))
        .isInstanceOfSatisfying(
            FrameException.class, e -> assertThat(e.reason()).as(frame).isEqualTo(reason));
  }
}
