// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.sources.venue.okx.OkxFixture.BTC_SWAP;
import static io.marketprism.sources.venue.okx.OkxFixture.ETH_SWAP;
import static io.marketprism.sources.venue.okx.OkxFixture.RECEIVED;
import static io.marketprism.sources.venue.okx.OkxFixture.codec;
import static io.marketprism.sources.venue.okx.OkxFixture.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.Liquidation;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OkxLiquidationChannelTest {
  private static final String DETAIL =
      "{\"bkLoss\":\"0\",\"bkPx\":\"26512.4\",\"ccy\":\"\",\"posSide\":\"short\",\"side\":\"buy\","
          + "\"sz\":\"13\",\"ts\":\"1692266434010\"}";

  private final StreamCodec codec = codec(DataType.LIQUIDATION, BTC_SWAP, ETH_SWAP);

  /** As the documents show it: the details stand before the name they belong to. */
  private static String instrument(String instId, String... details) {
    return "{\"details\":["
        + String.join(",", details)
        + "],\"instFamily\":\"BTC-USDT\",\"instId\":\""
        + instId
        + "\",\"instType\":\"SWAP\",\"uly\":\"BTC-USDT\"}";
  }

  private static String push(String... instruments) {
    return "{\"arg\":{\"channel\":\"liquidation-orders\",\"instType\":\"SWAP\"},\"data\":["
        + String.join(",", instruments)
        + "]}";
  }

  @Test
  void everyFieldOfALiquidation() throws FrameException {
    assertThat(told(codec, push(instrument("BTC-USDT-SWAP", DETAIL))).derivatives)
        .containsExactly(
            new Liquidation(
                BTC_SWAP,
                "okx_1692266434010_BTC-USDT-SWAP_buy_short_26512.4_13",
                1_692_266_434_010L,
                RECEIVED,
                false,
                Liquidation.Position.SHORT,
                Liquidation.Status.FILLED,
                new BigDecimal("26512.4"),
                new BigDecimal("13"),
                new BigDecimal("13"),
                null,
                new BigDecimal("26512.4"),
                false));
  }

  @Test
  void allDetailsOfAllInstrumentsAreTaken() throws FrameException {
    String other = DETAIL.replace("short", "net").replace("buy", "sell");
    Told told =
        told(
            codec,
            push(
                instrument("BTC-USDT-SWAP", DETAIL, other),
                instrument("XRP-USDT-SWAP", DETAIL, DETAIL),
                instrument("ETH-USDT-SWAP", DETAIL)));
    assertThat(told.words)
        .containsExactly(
            "liquidation BTC-USDT-SWAP",
            "liquidation BTC-USDT-SWAP",
            "liquidation ETH-USDT-SWAP",
            "filtered not_collected",
            "filtered not_collected");
    assertThat(told.derivatives.get(1))
        .isInstanceOfSatisfying(
            Liquidation.class,
            liquidation -> {
              assertThat(liquidation.sell()).isTrue();
              assertThat(liquidation.position()).isEqualTo(Liquidation.Position.NET);
            });
  }

  @Test
  void equalDetailsOfOnePushAreCountedInTheirIdsAndARepeatedPushHasTheSameIds()
      throws FrameException {
    String twice = push(instrument("BTC-USDT-SWAP", DETAIL, DETAIL, DETAIL));
    List<String> ids = ids(told(codec, twice));
    String id = "okx_1692266434010_BTC-USDT-SWAP_buy_short_26512.4_13";
    assertThat(ids).containsExactly(id, id + "_2", id + "_3");
    assertThat(ids(told(codec, twice))).isEqualTo(ids);
    assertThat(ids).allMatch(liquidationId -> liquidationId.matches("[A-Za-z0-9._-]+"));
  }

  private static List<String> ids(Told told) {
    return told.derivatives.stream().map(event -> ((Liquidation) event).id()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "buy, close, INVALID_SIDE",
    "short, both, INVALID_SIDE",
    "26512.4, 0, INVALID_TRADE",
    "13\", -13\", INVALID_TRADE",
    "26512.4, x, BAD_NUMBER",
    "1692266434010, 1692266434, BAD_TIMESTAMP",
    "\"side\":\"buy\", \"side\":\"\", MISSING_FIELD",
    "posSide, x, MISSING_FIELD",
    "bkPx, x, MISSING_FIELD",
    "\"sz\", \"x\", MISSING_FIELD",
    "\"ts\", \"x\", MISSING_FIELD"
  })
  void badDetailIsRefusedAndItsNeighboursAreTold(String good, String bad, Reason reason)
      throws FrameException {
    Told told =
        told(codec, push(instrument("BTC-USDT-SWAP", DETAIL, DETAIL.replace(good, bad), DETAIL)));
    assertThat(told.derivatives).hasSize(2);
    assertThat(told.refused).extracting(FrameException::reason).containsExactly(reason);
    assertThat(told.refused).extracting(FrameException::instrument).containsExactly(BTC_SWAP);
  }

  @Test
  void instrumentWithoutNameOrDetailsIsRefused() throws FrameException {
    assertThat(told(codec, push("{\"instId\":\"BTC-USDT-SWAP\"}", "{\"details\":[]}")).words)
        .containsExactly("refused missing_field details", "refused missing_field instId");
  }

  @Test
  void liquidationsSayWhetherTheWholeMarketIsCollected() throws FrameException {
    StreamCodec all =
        OkxVenue.derivatives().stream(
            DataType.LIQUIDATION,
            OkxFixture.settings("wss://ws.okx.com:8443", List.of("all"), Map.of()));
    all.expect(List.of(BTC_SWAP));
    List<DerivativesEvent> told = told(all, push(instrument("BTC-USDT-SWAP", DETAIL))).derivatives;
    assertThat(((Liquidation) told.get(0)).wholeMarket()).isTrue();
  }
}
