// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.Liquidation;
import io.marketprism.model.Liquidation.Status;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.binance.Fuzz;
import io.marketprism.sources.venue.binance.Received;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinanceUsdmLiquidationsTest {
  private static final String EVENT =
      """
      {"e":"forceOrder","E":1786540329180,"o":{"s":"BTCUSDT","S":"SELL","o":"LIMIT","f":"IOC",\
      "q":"0.014","p":"61793.91","ap":"61706.04","X":"FILLED","l":"0.004","z":"0.012",\
      "T":1786540329155},"st":1,"ps":"BTCUSDT"}""";

  private final BinanceUsdmLiquidations codec =
      new BinanceUsdmLiquidations("wss://fstream.binance.com", false);

  @BeforeEach
  void expectInstruments() {
    codec.expect(List.of(Usdm.BTC, Usdm.ETH));
  }

  private static String frame(String data) {
    return "{\"stream\":\"!forceOrder@arr\",\"data\":" + data + '}';
  }

  private Received decode(String data) throws FrameException {
    return new Received().frame(codec, frame(data));
  }

  private Liquidation liquidation(String data) throws FrameException {
    return (Liquidation) decode(data).events.get(0);
  }

  @Test
  void oneSubscriptionBringsTheWholeMarket() {
    assertThat(codec.uri()).isEqualTo(URI.create("wss://fstream.binance.com/market/stream"));
    assertThat(codec.isWholeMarket()).isTrue();
    assertThat(codec.subscribe(1, List.of(Usdm.BTC, Usdm.ETH)))
        .isEqualTo("{\"method\":\"SUBSCRIBE\",\"params\":[\"!forceOrder@arr\"],\"id\":1}");
  }

  @Test
  void forcedOrderIsALiquidationAtItsAveragePrice() throws FrameException {
    assertThat(liquidation(EVENT))
        .isEqualTo(
            new Liquidation(
                Usdm.BTC,
                "binance_1786540329155_BTCUSDT_sell",
                1_786_540_329_155L,
                Received.AT,
                true,
                null,
                Status.FILLED,
                new BigDecimal("61706.04"),
                new BigDecimal("0.014"),
                new BigDecimal("0.012"),
                new BigDecimal("61706.04"),
                null,
                false));
  }

  @ParameterizedTest
  @CsvSource({"'\"ap\":\"61706.04\",', ''", "61706.04, 0", "61706.04, 0.00"})
  void unfilledOrderHasItsOwnPriceAndNoAverage(String part, String instead) throws FrameException {
    Liquidation liquidation = liquidation(EVENT.replace(part, instead));
    assertThat(liquidation.price()).isEqualTo(new BigDecimal("61793.91"));
    assertThat(liquidation.averagePrice()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "FILLED, FILLED", "PARTIALLY_FILLED, PARTIALLY_FILLED", "NEW, PENDING",
    "CANCELED, CANCELLED", "EXPIRED, CANCELLED", "EXPIRED_IN_MATCH, CANCELLED",
  })
  void statesAreMapped(String state, Status status) throws FrameException {
    assertThat(liquidation(EVENT.replace("FILLED", state)).status()).isEqualTo(status);
  }

  @Test
  void wholeMarketIsToldByTheSettings() throws FrameException {
    BinanceUsdmLiquidations all = new BinanceUsdmLiquidations("wss://fstream.binance.com", true);
    all.expect(List.of(Usdm.BTC));
    Received received = new Received().frame(all, frame(EVENT));
    assertThat(((Liquidation) received.events.get(0)).wholeMarket()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'\"st\":1', '\"st\":2', other_market",
    "BTCUSDT, BTCUSDT_270326, not_collected",
    "BTCUSDT, XRPUSDT, not_collected",
    "BTCUSDT, BTCUSD_PERP, not_collected",
  })
  void ordersOfOthersAreCountedAndNotDeadLettered(String part, String instead, String reason)
      throws FrameException {
    Received received = decode(EVENT.replace(part, instead));
    assertThat(received.filtered).containsExactly(reason);
    assertThat(received.events).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SELL, HOLD, INVALID_SIDE",
    "0.014, 0, INVALID_TRADE",
    "0.014, -1, INVALID_TRADE",
    "0.014, x, BAD_NUMBER",
    "0.012, x, BAD_NUMBER",
    "1786540329155, 1786540329, BAD_TIMESTAMP",
    "FILLED, BOUGHT, UNKNOWN_MESSAGE",
    "forceOrder, kline, UNKNOWN_MESSAGE",
  })
  void orderThatCannotBeIsRefused(String part, String damaged, Reason reason) {
    FrameException refusal =
        catchThrowableOfType(FrameException.class, () -> decode(EVENT.replace(part, damaged)));
    assertThat(refusal.reason()).isEqualTo(reason);
  }

  @Test
  void badOrderOfAnArrayDoesNotSpoilItsNeighbours() throws FrameException {
    Received received =
        decode(
            "["
                + EVENT
                + ','
                + EVENT.replace("SELL", "HOLD")
                + ','
                + EVENT.replace("BTCUSDT", "ETHUSDT")
                + ','
                + EVENT.replace("1786540329155", "{}")
                + ','
                + EVENT.replace("\"st\":1", "\"st\":2")
                + ']');
    assertThat(received.events)
        .extracting(event -> event.instrument())
        .containsExactly(Usdm.BTC, Usdm.ETH);
    assertThat(received.refusedRecords)
        .extracting(FrameException::reason)
        .containsExactly(Reason.INVALID_SIDE, Reason.BAD_TIMESTAMP);
    assertThat(received.refusedRecords)
        .extracting(FrameException::instrument)
        .containsOnly(Usdm.BTC);
    assertThat(received.filtered).containsExactly("other_market");
  }

  @Test
  void brokenArrayHandsNothingOver() {
    Received received = new Received();
    assertThat(
            catchThrowableOfType(
                    FrameException.class,
                    () -> received.frame(codec, frame("[" + EVENT + ",{\"e\":]")))
                .reason())
        .isEqualTo(Reason.MALFORMED_JSON);
    assertThat(received.size()).isZero();
  }

  @Test
  void controlMessagesAreTold() throws FrameException {
    assertThat(new Received().frame(codec, "{\"result\":null,\"id\":1}").control)
        .containsExactly("accepted 1");
    assertThat(decode("{\"e\":\"serverShutdown\",\"E\":1786540329180}").control)
        .containsExactly("shutdown server_shutdown");
    assertThat(decode("[]").size()).isZero();
  }

  @Test
  void missingFieldIsNeverAZero() {
    assertThat(Fuzz.withoutEachField(EVENT, this::decode))
        .containsEntry("o.s", "missing_field: s")
        .containsEntry("o.S", "missing_field: S")
        .containsEntry("o.q", "missing_field: q")
        .containsEntry("o.X", "missing_field: X")
        .containsEntry("o.T", "missing_field: T")
        .containsEntry("o", "missing_field: s")
        .containsEntry("o.ap", "used")
        .containsEntry("o.z", "used")
        .containsEntry("o.p", "used")
        .containsEntry("st", "used");
    assertThat(Fuzz.withoutEachField(EVENT.replace("61706.04", "0"), this::decode))
        .containsEntry("o.p", "missing_field: p");
  }

  @Test
  void damagedFramesAreRefusedAndNothingWorse() {
    Fuzz.neverThrowsAnythingElse(EVENT, this::decode);
    Fuzz.neverThrowsAnythingElse('[' + EVENT + ']', this::decode);
  }
}
