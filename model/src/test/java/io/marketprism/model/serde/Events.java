// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookReset;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.model.Integrity;
import io.marketprism.model.Levels;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import io.marketprism.model.Trade;
import java.util.ArrayList;
import java.util.List;

/** One market event of every kind, with and without everything that may be missing. */
final class Events {
  static final Instrument BTC_USDT = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  static final Instrument SWAP =
      new Instrument(
          "okx", MarketType.PERPETUAL, "BTC-USDT", "BTC-USDT-SWAP", QuantityUnit.CONTRACTS, "0.01");
  private static final long TIME = 1_786_613_174_873L;

  private Events() {}

  static List<MarketEvent> all() {
    List<MarketEvent> events = new ArrayList<>();
    for (Instrument instrument : List.of(BTC_USDT, SWAP)) {
      events.add(snapshot(instrument, TIME, true, false));
      events.add(snapshot(instrument, 0, false, true));
      events.add(delta(instrument, 98_494_969_447L, 98_494_969_448L, 98_494_969_460L));
      events.add(delta(instrument, Long.MIN_VALUE, 0, Long.MAX_VALUE));
      events.add(new BookReset(instrument, TIME));
      events.add(snapshot(instrument, TIME, true, false).ofReplica(2));
      events.add(delta(instrument, 98_494_969_447L, 1, 98_494_969_460L).ofReplica(1));
      events.add(new BookReset(instrument, TIME, 1, false));
      events.add(new BookReset(instrument, TIME, 2, true));
      events.add(trade(instrument, 148_266_905, null, false).ofReplica(2));
      events.add(trade(instrument, 148_266_905, null, false));
      events.add(trade(instrument, Long.MIN_VALUE, "a-1.b_2", true));
      events.add(
          FeedStatus.of(instrument, DataType.ORDERBOOK, FeedStatus.Event.GAP)
              .reason("sequence_gap")
              .sequences(1, 3)
              .gap(TIME, FeedStatus.NONE)
              .lost(2)
              .backfilled(0)
              .connection("binance-spot-0")
              .detail("U 3 after u 1 — “lost”")
              .at(TIME));
    }
    for (Integrity integrity : Integrity.values()) {
      for (boolean bidsComplete : new boolean[] {false, true}) {
        events.add(
            new BookSnapshot(
                BTC_USDT,
                -1,
                -TIME,
                Long.MAX_VALUE,
                18,
                0,
                Levels.NONE,
                Levels.NONE,
                bidsComplete,
                true,
                integrity,
                integrity.code() * 400));
      }
    }
    events.addAll(DerivativesEvents.all());
    events.add(
        FeedStatus.ofSocket("okx", MarketType.PERPETUAL, FeedStatus.Event.REJECTED).at(TIME));
    for (FeedStatus.Event event : FeedStatus.Event.values()) {
      events.add(FeedStatus.ofSocket("binance", MarketType.SPOT, event).connection("c").at(1));
    }
    for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
      events.add(
          DeadLetter.of(
              "binance",
              MarketType.SPOT,
              DataType.TRADE,
              reason,
              "price '1.2.3'",
              "{\"p\":\"1.2.3\"}".getBytes(UTF_8),
              "binance-spot-0",
              TIME));
    }
    events.add(
        DeadLetter.ofPrefix(
            "deribit",
            null,
            null,
            DeadLetter.Reason.OVERSIZE,
            null,
            new byte[] {-1, 0, 1},
            1 << 30,
            null,
            TIME));
    events.add(
        DeadLetter.of(
            "okx",
            MarketType.OPTIONS,
            null,
            DeadLetter.Reason.MALFORMED_JSON,
            "币",
            new byte[DeadLetter.MAX_RAW_BYTES + 5],
            null,
            0));
    return events;
  }

  private static BookSnapshot snapshot(
      Instrument instrument, long eventTime, boolean bidsComplete, boolean asksComplete) {
    return new BookSnapshot(
        instrument,
        98_494_900_012L,
        eventTime,
        TIME,
        2,
        5,
        new Levels(new long[] {6_370_400, 6_370_350, 1}, new long[] {477_471, 1_200, 1}, 3),
        // Longer arrays than levels, as a decoder's buffers are.
        new Levels(new long[] {6_370_401, Long.MAX_VALUE, 77}, new long[] {1, 999, 77}, 2),
        bidsComplete,
        asksComplete);
  }

  private static BookDelta delta(Instrument instrument, long previousId, long firstId, long id) {
    return new BookDelta(
        instrument,
        previousId,
        firstId,
        id,
        TIME + 1_300,
        TIME,
        0,
        18,
        new Levels(new long[] {5, 9, 2}, new long[] {0, 3, 999_999_999_999_999_999L}, 3),
        Levels.NONE);
  }

  private static Trade trade(
      Instrument instrument, long sequence, String tradeId, boolean backfilled) {
    return new Trade(
        instrument,
        sequence,
        tradeId,
        TIME,
        TIME + 45,
        63_921_01,
        2,
        4,
        1,
        !backfilled,
        backfilled ? Integer.MAX_VALUE : 1,
        backfilled);
  }
}
