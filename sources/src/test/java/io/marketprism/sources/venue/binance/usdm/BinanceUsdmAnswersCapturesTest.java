// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Instrument;
import io.marketprism.model.LongShortRatio;
import io.marketprism.model.OpenInterest;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.binance.Captures;
import io.marketprism.sources.venue.binance.Received;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REST answers that Binance USD-M really gave. */
class BinanceUsdmAnswersCapturesTest {
  private static PollCodec codec(DataType dataType) {
    return BinanceUsdmPolls.of(dataType, Usdm.settings(Map.of()));
  }

  private static DerivativesEvent event(DataType dataType, String body) throws FrameException {
    Received received = new Received().answer(codec(dataType), Usdm.BTC, body);
    assertThat(received.size()).isEqualTo(1);
    return received.events.get(0);
  }

  @Test
  void markPriceIsFunding() throws IOException, FrameException {
    FundingRate funding =
        (FundingRate)
            event(DataType.FUNDING_RATE, Captures.restAnswer("rest/binance-usdm-GetMarkPrice.txt"));
    assertThat(funding.eventTime()).isEqualTo(1_597_370_495_002L);
    assertThat(funding.rate()).isEqualTo(new BigDecimal("0.00038246"));
    assertThat(funding.interestRate()).isEqualTo(new BigDecimal("0.0001"));
    assertThat(funding.nextFundingTime()).isEqualTo(1_597_392_000_000L);
    assertThat(funding.markPrice()).isEqualTo(new BigDecimal("11793.63104562"));
    assertThat(funding.indexPrice()).isEqualTo(new BigDecimal("11781.8049597"));
  }

  @Test
  void openInterestIsInBaseUnits() throws IOException, FrameException {
    OpenInterest interest =
        (OpenInterest)
            event(
                DataType.OPEN_INTEREST,
                Captures.restAnswer("rest/binance-usdm-GetOpenInterest.txt"));
    assertThat(interest.eventTime()).isEqualTo(1_589_437_530_011L);
    assertThat(interest.amount()).isEqualTo(new BigDecimal("10659.509"));
    assertThat(interest.baseAmount()).isEqualTo(interest.amount());
  }

  @ParameterizedTest
  @CsvSource({
    "LSR_TOP_POSITION, GetTopLongShortPositionRatio, 1.4337, 0.3583, 0.6417",
    "LSR_ALL_ACCOUNT, GetGlobalLongShortAccountRatio, 1.9559, 0.6617, 0.3382",
  })
  void newestRatioIsTaken(
      DataType dataType, String file, BigDecimal ratio, BigDecimal longs, BigDecimal shorts)
      throws IOException, FrameException {
    LongShortRatio found =
        (LongShortRatio) event(dataType, Captures.restAnswer("rest/binance-usdm-" + file + ".txt"));
    assertThat(found.eventTime()).isEqualTo(1_583_139_900_000L);
    assertThat(List.of(found.ratio(), found.longShare(), found.shortShare()))
        .containsExactly(ratio, longs, shorts);
  }

  @Test
  void orderBookHasTheEnginesTime() throws IOException, FrameException {
    String body = Captures.restAnswer("rest/binance-usdm-GetOrderBook.txt");
    BookSnapshot book =
        BinanceUsdmBooks.INSTANCE.snapshot(Usdm.BTC, body.getBytes(UTF_8), 100, Received.AT);
    assertThat(book.updateId()).isEqualTo(1_027_024);
    assertThat(book.eventTime()).isEqualTo(1_589_436_922_959L);
    assertThat(BigDecimal.valueOf(book.asks().price(0), book.priceScale()))
        .isEqualTo(new BigDecimal("4.000002"));
    assertThat(book.bids().quantity(0)).isEqualTo(431);
  }

  @Test
  void listedIntervalIsRead() throws IOException, FrameException {
    PollCodec codec = codec(DataType.FUNDING_RATE);
    codec.onReference(Captures.restAnswer("rest/binance-usdm-GetFundingInfo.txt").getBytes(UTF_8));
    assertThat(hours(codec, "BLZUSDT")).isEqualTo(8);
  }

  private static long hours(PollCodec codec, String symbol) throws FrameException {
    Instrument instrument = Usdm.perpetual(symbol.replace("USDT", "-USDT"), symbol);
    String body =
        "{\"symbol\":\""
            + symbol
            + "\",\"markPrice\":\"1\",\"indexPrice\":\"1\",\"lastFundingRate\":\"0\","
            + "\"interestRate\":\"0\",\"nextFundingTime\":1597392000000,\"time\":1597370495002}";
    return ((FundingRate) new Received().answer(codec, instrument, body).events.get(0))
            .intervalMillis()
        / 3_600_000;
  }

  /** Every answer of an endpoint that is asked, against its own JSON; the others by count. */
  @Test
  void everyAnswerOfTheCollectionMeansWhatItSays() throws IOException, FrameException {
    Map<String, Integer> asked = new TreeMap<>();
    List<String> notAsked = new ArrayList<>();
    for (JsonNode row : Captures.jsonLines("rest/binance-rest.jsonl")) {
      String path = row.get("path").textValue();
      String query = row.get("query").textValue();
      JsonNode answer = row.get("response");
      boolean coinMargined = path.startsWith("/dapi/") || query.contains("pair=");
      String kind = coinMargined ? "COIN-M" : path.substring(path.lastIndexOf('/') + 1);
      switch (kind) {
        case "depth" -> {
          if (path.startsWith("/fapi/")) {
            assertBook(answer);
          } else {
            kind = "spot";
          }
        }
        case "fundingInfo" -> assertIntervals(answer);
        case "openInterest" -> {
          OpenInterest interest = (OpenInterest) event(DataType.OPEN_INTEREST, answer.toString());
          assertSame(interest.amount(), answer, "openInterest");
          assertThat(interest.eventTime()).isEqualTo(answer.get("time").longValue());
        }
        case "premiumIndex" -> {
          if (answer.isArray()) {
            codec(DataType.OPEN_INTEREST).onReference(answer.toString().getBytes(UTF_8));
          } else {
            assertFunding(answer);
          }
        }
        case "topLongShortPositionRatio" -> assertRatio(DataType.LSR_TOP_POSITION, answer);
        case "globalLongShortAccountRatio" -> assertRatio(DataType.LSR_ALL_ACCOUNT, answer);
        case "trades" -> assertTrades(answer);
        default -> {
          notAsked.add(kind);
          continue;
        }
      }
      asked.merge(kind, 1, Integer::sum);
    }
    assertThat(asked)
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    "depth", 3,
                    "spot", 1,
                    "fundingInfo", 1,
                    "openInterest", 1,
                    "premiumIndex", 2,
                    "topLongShortPositionRatio", 3,
                    "globalLongShortAccountRatio", 5,
                    "trades", 2)));
    assertThat(notAsked).hasSize(43);
  }

  private static void assertSame(BigDecimal value, JsonNode answer, String field) {
    assertThat(value).as(field).isEqualByComparingTo(answer.get(field).textValue());
  }

  private static void assertFunding(JsonNode answer) throws FrameException {
    FundingRate funding = (FundingRate) event(DataType.FUNDING_RATE, answer.toString());
    assertSame(funding.rate(), answer, "lastFundingRate");
    assertSame(funding.interestRate(), answer, "interestRate");
    assertSame(funding.markPrice(), answer, "markPrice");
    assertSame(funding.indexPrice(), answer, "indexPrice");
    assertThat(funding.eventTime()).isEqualTo(answer.get("time").longValue());
    assertThat(funding.nextFundingTime()).isEqualTo(answer.get("nextFundingTime").longValue());
  }

  private static void assertRatio(DataType dataType, JsonNode answer) throws FrameException {
    JsonNode newest = answer.get(answer.size() - 1);
    Instrument instrument = Usdm.perpetual("X-USDT", newest.get("symbol").textValue());
    LongShortRatio ratio =
        (LongShortRatio)
            new Received().answer(codec(dataType), instrument, answer.toString()).events.get(0);
    assertThat(ratio.eventTime()).isEqualTo(newest.get("timestamp").longValue());
    assertSame(ratio.ratio(), newest, "longShortRatio");
    assertSame(ratio.longShare(), newest, "longAccount");
    assertSame(ratio.shortShare(), newest, "shortAccount");
  }

  private static void assertIntervals(JsonNode answer) throws FrameException {
    PollCodec codec = codec(DataType.FUNDING_RATE);
    codec.onReference(answer.toString().getBytes(UTF_8));
    for (JsonNode row : answer) {
      assertThat(hours(codec, row.get("symbol").textValue()))
          .isEqualTo(row.get("fundingIntervalHours").longValue());
    }
  }

  private static void assertBook(JsonNode answer) throws FrameException {
    BookSnapshot book =
        BinanceUsdmBooks.INSTANCE.snapshot(
            Usdm.BTC, answer.toString().getBytes(UTF_8), 1_000, Received.AT);
    assertThat(book.updateId()).isEqualTo(answer.get("lastUpdateId").longValue());
    assertThat(book.eventTime()).isEqualTo(answer.get("T").longValue());
    assertThat(book.bids().size()).isEqualTo(answer.get("bids").size());
    for (int i = 0; i < book.asks().size(); i++) {
      JsonNode level = answer.get("asks").get(i);
      assertThat(BigDecimal.valueOf(book.asks().price(i), book.priceScale()))
          .isEqualByComparingTo(level.get(0).textValue());
      assertThat(BigDecimal.valueOf(book.asks().quantity(i), book.quantityScale()))
          .isEqualByComparingTo(level.get(1).textValue());
    }
  }

  private static void assertTrades(JsonNode answer) throws FrameException {
    List<Trade> trades =
        BinanceUsdmTrades.SINGLES.history(Usdm.BTC, answer.toString().getBytes(UTF_8), Received.AT);
    assertThat(trades).hasSize(answer.size());
    for (int i = 0; i < trades.size(); i++) {
      assertThat(trades.get(i).sequence()).isEqualTo(answer.get(i).get("id").longValue());
      assertThat(trades.get(i).sell()).isEqualTo(answer.get(i).get("isBuyerMaker").booleanValue());
      assertThat(trades.get(i).eventTime()).isEqualTo(answer.get(i).get("time").longValue());
    }
  }

  @Test
  void answerAboutAnotherInstrumentIsRefused() throws IOException {
    String body = Captures.restAnswer("rest/binance-usdm-GetOpenInterest.txt");
    assertThatThrownBy(() -> new Received().answer(codec(DataType.OPEN_INTEREST), Usdm.ETH, body))
        .isInstanceOf(FrameException.class);
  }
}
