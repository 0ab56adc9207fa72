// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.sources.venue.deribit.DeribitFixtures.decode;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.text;
import static io.marketprism.sources.venue.deribit.DeribitRecordings.funding;
import static io.marketprism.sources.venue.deribit.DeribitRecordings.lines;
import static io.marketprism.sources.venue.deribit.DeribitRecordings.openInterest;
import static io.marketprism.sources.venue.deribit.DeribitRecordings.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.FundingRate;
import io.marketprism.model.OpenInterest;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.deribit.DeribitFixtures.Recorder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Single frames, documented and recorded, by value. */
class DeribitSamplesCapturesTest {
  /** The long book of the samples has no asks at all, and an absent side is not an empty one. */
  @Test
  void documentedPushesDecodeToTheirValues() throws Exception {
    Map<String, String> found = new TreeMap<>();
    for (String line : lines("samples/deribit-pushdata.jsonl")) {
      Map<String, String> row = RawJson.object(line);
      String sample = sample(row.get("msg"));
      if (!sample.isEmpty()) {
        found.put(row.get("name"), sample);
      }
    }
    assertThat(found)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Orderbook",
                "refused: MISSING_FIELD",
                "Orderbook Update",
                "297217 t1554373962454 | 5042.34@30 5041.94@20 | 5042.64@40 5043.3@40",
                "Instrument Trades",
                "BTC-PERPETUAL #30289442 48079269 t1590484512188 sell 10@8950",
                "Instruments Ticker",
                "t1623060194301 0 0.0000211 36446.51 36441.64 502097590 13776.28722201 502097590"));
  }

  @Test
  void recordedPushesOf2026DecodeToTheirValues() throws Exception {
    List<String> found = new ArrayList<>();
    for (String line : lines("samples/ccxt-2026-samples.jsonl")) {
      Map<String, String> row = RawJson.object(line);
      if ("deribit".equals(row.get("exchange"))) {
        found.add(sample(row.get("msg")));
      }
    }
    assertThat(found)
        .containsExactly(
            "answer",
            "t1786563120494 0.00002081 0.00010036 63346.33 63329.18 716004750 11303.01865949"
                + " 716004750",
            "BTC-PERPETUAL #296152987 440192723 t1786563104514 buy 20@63344.5");
  }

  /** What a frame says of what is collected, or nothing. */
  private static String sample(String message) throws FrameException {
    Map<String, String> members = RawJson.object(message);
    DeribitFrames books = DeribitFixtures.frames(DataType.ORDERBOOK, DeribitFixtures.BTC);
    if (members.containsKey("result")) {
      books.subscribe(1, List.of(DeribitFixtures.BTC));
      assertThat(decode(books, message).control)
          .containsExactly(
              "refused 1 BTC-PERPETUAL: book.BTC-PERPETUAL.100ms is not in the answer");
      return "answer";
    }
    Map<String, String> params = RawJson.object(members.get("params"));
    String channel = params.get("channel");
    if (channel.startsWith("book.")) {
      if (!RawJson.object(params.get("data")).containsKey("asks")) {
        assertBids(decode(books, message.replace("\"bids\"", "\"asks\":[],\"bids\"")), params);
        return "refused: " + refusal(books, message);
      }
      return text(decode(books, message).snapshots.get(0));
    }
    if (channel.startsWith("trades.BTC-PERPETUAL.")) {
      DeribitFrames trades = DeribitFixtures.frames(DataType.TRADE, DeribitFixtures.BTC);
      return text(decode(trades, message).trades.get(0));
    }
    if (channel.startsWith("ticker.")) {
      return describe(
          funding(DeribitFixtures.BTC, params.get("data")),
          openInterest(DeribitFixtures.BTC, params.get("data")));
    }
    assertThat(catchThrowableOfType(FrameException.class, () -> decode(books, message)))
        .isNotNull();
    return "";
  }

  private static void assertBids(Recorder found, Map<String, String> params) {
    BookSnapshot book = found.snapshots.get(0);
    List<String> expected =
        RawJson.array(RawJson.object(params.get("data")).get("bids")).stream()
            .map(RawJson::array)
            .map(level -> plain(level.get(1)) + '@' + plain(level.get(2)))
            .toList();
    assertThat(expected).hasSize(259);
    assertThat(text(book.bids(), book.priceScale(), book.quantityScale()))
        .isEqualTo(String.join(" ", expected));
  }

  private static String plain(String number) {
    return new BigDecimal(number).stripTrailingZeros().toPlainString();
  }

  private static String describe(FundingRate funding, OpenInterest interest) {
    return String.join(
        " ",
        "t" + funding.eventTime(),
        funding.rate().toPlainString(),
        funding.settledRate().toPlainString(),
        funding.markPrice().toPlainString(),
        funding.indexPrice().toPlainString(),
        interest.amount().toPlainString(),
        interest.baseAmount().toPlainString(),
        interest.usdAmount().toPlainString());
  }
}
