// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.sources.venue.deribit.DeribitFixtures.decode;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.text;
import static io.marketprism.sources.venue.deribit.DeribitRecordings.funding;
import static io.marketprism.sources.venue.deribit.DeribitRecordings.instrument;
import static io.marketprism.sources.venue.deribit.DeribitRecordings.lines;
import static io.marketprism.sources.venue.deribit.DeribitRecordings.openInterest;
import static io.marketprism.sources.venue.deribit.DeribitRecordings.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.BookDelta;
import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.Decimals;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Instrument;
import io.marketprism.model.OpenInterest;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.deribit.DeribitFixtures.Recorder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Recorded messages against what an independent implementation makes of them. */
class DeribitPairsCapturesTest {
  /**
   * Not compared: {@code quote} is not collected; tickers of options and combinations are not
   * either; liquidations of Deribit are not, only the trades that they are. Two books of 2019 have
   * no {@code type}, which the venue has sent ever since the form of today.
   */
  @Test
  void everyMessageMeansWhatAnIndependentImplementationSays() throws Exception {
    Map<String, Integer> compared = new TreeMap<>();
    for (String line : lines("normalized-pairs/deribit.jsonl")) {
      Map<String, String> pair = RawJson.object(line);
      String message = pair.get("message");
      Map<String, String> params = RawJson.object(RawJson.object(message).get("params"));
      String[] channel = params.get("channel").split("\\.");
      Instrument instrument = instrument(channel[1]);
      List<Map<String, String>> expected =
          RawJson.array(pair.get("expected")).stream().map(RawJson::object).toList();
      String kind =
          switch (channel[0]) {
            case "trades" -> assertTrades(instrument, message, expected);
            case "book" -> assertBook(instrument, message, expected.get(0));
            case "ticker" ->
                channel[1].endsWith("-PERPETUAL")
                    ? assertTicker(instrument, params.get("data"), expected.get(0))
                    : "ticker of an option or a combination";
            default -> channel[0];
          };
      compared.merge(kind, 1, Integer::sum);
    }
    assertThat(compared)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "trades", 3,
                "book", 2,
                "book without a type", 2,
                "ticker", 2,
                "ticker of an option or a combination", 8,
                "quote", 1));
  }

  private static String assertTrades(
      Instrument instrument, String message, List<Map<String, String>> expected)
      throws FrameException {
    Recorder found = decode(DeribitFixtures.frames(DataType.TRADE, instrument), message);
    assertThat(found.refused).isEmpty();
    assertThat(found.trades.stream().map(DeribitPairsCapturesTest::tradeText))
        .containsExactlyElementsOf(
            expected.stream()
                .filter(object -> "trade".equals(object.get("type")))
                .map(
                    trade ->
                        trade.get("id")
                            + ' '
                            + trade.get("side")
                            + ' '
                            + trade.get("amount")
                            + '@'
                            + trade.get("price")
                            + ' '
                            + millis(trade))
                .toList());
    return "trades";
  }

  private static String tradeText(Trade trade) {
    return trade.publishedId()
        + (trade.sell() ? " sell " : " buy ")
        + Decimals.toPlainString(trade.quantity(), trade.quantityScale())
        + '@'
        + Decimals.toPlainString(trade.price(), trade.priceScale())
        + ' '
        + trade.eventTime();
  }

  private static String assertBook(
      Instrument instrument, String message, Map<String, String> expected) throws FrameException {
    DeribitFrames frames = DeribitFixtures.frames(DataType.ORDERBOOK, instrument);
    if (!message.contains("\"type\"")) {
      assertThat(refusal(frames, message)).isEqualTo(Reason.MISSING_FIELD);
      return "book without a type";
    }
    Recorder found = decode(frames, message);
    String levels = expectedLevels(expected, "bids") + " | " + expectedLevels(expected, "asks");
    if (found.snapshots.isEmpty()) {
      // Taken for a snapshot there because it follows nothing; here it starts no book, and the
      // venue is asked for one.
      BookDelta delta = found.deltas.get(0);
      assertThat(delta.previousId()).isZero();
      assertThat(text(delta)).isEqualTo("0>14617771529 t" + millis(expected) + " | " + levels);
    } else {
      assertThat(text(found.snapshots.get(0)))
          .isEqualTo("1232767964 t" + millis(expected) + " | " + levels);
    }
    return "book";
  }

  private static String expectedLevels(Map<String, String> expected, String side) {
    return RawJson.array(expected.get(side)).stream()
        .map(RawJson::object)
        .map(level -> level.get("price") + '@' + level.get("amount"))
        .collect(Collectors.joining(" "));
  }

  private static String assertTicker(
      Instrument instrument, String data, Map<String, String> expected) throws FrameException {
    FundingRate funding = funding(instrument, data);
    OpenInterest interest = openInterest(instrument, data);
    assertThat(funding.rate()).isEqualTo(new BigDecimal(expected.get("fundingRate")));
    assertThat(funding.markPrice()).isEqualTo(new BigDecimal(expected.get("markPrice")));
    assertThat(funding.indexPrice()).isEqualTo(new BigDecimal(expected.get("indexPrice")));
    assertThat(funding.eventTime()).isEqualTo(millis(expected));
    assertThat(interest.amount()).isEqualTo(new BigDecimal(expected.get("openInterest")));
    assertThat(interest.eventTime()).isEqualTo(millis(expected));
    return "ticker";
  }

  private static long millis(Map<String, String> expected) {
    return Instant.parse(expected.get("timestamp")).toEpochMilli();
  }
}
