// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.PlainDecimal;
import io.marketprism.simulator.market.Side;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.truth.TruthBooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * A {@link SceneMarket}, a judge, and messages about it. Times are milliseconds from the beginning.
 */
final class Scene implements AutoCloseable {
  static final long BEGIN = SceneMarket.BEGIN;
  static final String PLACE = "binance.spot.BTC-USDT";
  private static final String DELTAS = "orderbook_delta." + PLACE;
  private static final String QUOTES = "quote." + PLACE;

  private final Path truthFile;
  private final Path faultFile;
  private final TruthBooks truth;
  private final Outages outages = new Outages();
  private final Judge judge;

  Scene(Path folder) {
    truthFile = folder.resolve("truth.jsonl");
    faultFile = folder.resolve("faults.jsonl");
    SceneMarket.write(truthFile);
    truth = new TruthBooks(truthFile);
    judge =
        new Judge(
            VerifierSettings.of("unused", truthFile)
                .withAtLeast(0, 0)
                .withAnnouncements(true)
                .withFaults(faultFile),
            new Truths().put(Truths.BINANCE_SPOT, new PatientTruth(truth, Duration.ZERO)),
            outages);
    judge.begun(BEGIN);
  }

  Judge judge() {
    return judge;
  }

  Outages outages() {
    return outages;
  }

  Book book(long ms) {
    return truth.book("BTCUSDT", SceneMarket.id(ms)).orElseThrow();
  }

  private void core(String subject, String message, long ms) {
    judge.core(subject, null, message.getBytes(UTF_8), BEGIN + ms);
  }

  /** The book of a moment, published then. */
  Scene book(long ms, long syncId) {
    return book(ms, syncId, ms);
  }

  /** The book of a moment, published later. */
  Scene book(long ms, long syncId, long publishedMs) {
    String text =
        """
        {%s,"bids":%s,"asks":%s,"last_update_id":%d,"update_type":"update","depth_levels":4,\
        "sync_id":%d,"integrity":"sequence","quantity_unit":"base","contract_value":null}"""
            .formatted(
                Publisher.envelope("orderbook", BEGIN + ms, BEGIN + publishedMs),
                Publisher.levels(book(ms).top(Side.BID, 20)),
                Publisher.levels(book(ms).top(Side.ASK, 20)),
                SceneMarket.id(ms),
                syncId);
    core("orderbook." + PLACE, text, publishedMs);
    return this;
  }

  /** Another instrument's polled book, of which nothing is known but that it came. */
  Scene other(long ms) {
    String text =
        """
        {%s,"bids":[["1","1"]],"asks":[["2","1"]],"last_update_id":1,"sync_id":1,        "integrity":"snapshot"}"""
            .formatted(
                Publisher.envelope("orderbook", BEGIN + ms, BEGIN + ms)
                    .replace("BTC-USDT", "ETH-USDT")
                    .replace("BTCUSDT", "ETHUSDT"));
    core("orderbook.binance.spot.ETH-USDT", text, ms);
    return this;
  }

  /** The books of a time, one each 100 ms. */
  Scene books(long fromMs, long toMs, long syncId) {
    for (long ms = fromMs; ms <= toMs; ms += 100) {
      book(ms, syncId);
    }
    return this;
  }

  Scene deltaSnapshot(long ms, long syncId) {
    return delta("snapshot", null, ms, syncId, levels(ms, Side.BID), levels(ms, Side.ASK));
  }

  private String levels(long ms, Side side) {
    return Publisher.levels(book(ms).top(side, 1_000));
  }

  /** The delta that leads to a moment from another one. */
  Scene delta(long fromMs, long ms, long syncId) {
    String bids = Publisher.levels(SceneMarket.bids(ms));
    return delta("delta", SceneMarket.id(fromMs), ms, syncId, bids, levels(ms, Side.ASK));
  }

  Scene delta(String type, Long previous, long ms, long syncId, String bids, String asks) {
    String text =
        "{%s,\"type\":\"%s\",\"sync_id\":%d,\"prev_seq\":%s,\"seq\":%d,\"bids\":%s,\"asks\":%s}"
            .formatted(
                Publisher.envelope("orderbook_delta", BEGIN + ms, BEGIN + ms),
                type,
                syncId,
                previous,
                SceneMarket.id(ms),
                bids,
                asks);
    core(DELTAS, text, ms);
    return this;
  }

  Scene quote(long ms, long syncId) {
    Level bid = book(ms).best(Side.BID);
    Level ask = book(ms).best(Side.ASK);
    return quote(ms, syncId, bid.plainQuantity(), ask.plainQuantity());
  }

  Scene quote(long ms, long syncId, String bidQuantity, String askQuantity) {
    String text =
        """
        {%s,"bid_price":"10","bid_quantity":"%s","ask_price":"11","ask_quantity":"%s",\
        "update_id":%d,"sync_id":%d}"""
            .formatted(
                Publisher.envelope("quote", BEGIN + ms, BEGIN + ms),
                bidQuantity,
                askQuantity,
                SceneMarket.id(ms),
                syncId);
    core(QUOTES, text, ms);
    return this;
  }

  /** A trade, published when it was made. */
  Scene trade(int i) {
    return trade(i, 1_000L * i, false);
  }

  Scene trade(int i, long publishedMs, boolean backfilled) {
    core("trade." + PLACE, text(i, publishedMs, backfilled), publishedMs);
    return this;
  }

  Scene trades(int first, int last) {
    for (int i = first; i <= last; i++) {
      trade(i);
    }
    return this;
  }

  /** A trade in the stream. */
  Scene stored(int i, long publishedMs, boolean backfilled) {
    judge.stream(
        "trade." + PLACE,
        "trade:" + PLACE.replace('.', ':') + ":" + (500 + i),
        text(i, publishedMs, backfilled).getBytes(UTF_8));
    return this;
  }

  private static String text(int i, long publishedMs, boolean backfilled) {
    Trade trade = SceneMarket.trade(i);
    return """
    {%s,"trade_id":"%d","price":"10.5","quantity":"%s","side":"buy","is_maker":false,\
    "trade_count":1,"backfilled":%s,"trade_ts_ms":%d}"""
        .formatted(
            Publisher.envelope("trade", trade.tradeTime(), BEGIN + publishedMs),
            trade.id(),
            PlainDecimal.of(trade.quantity()),
            backfilled,
            trade.tradeTime());
  }

  /** A feed_status of the instrument; {@code fields} are further ones of the JSON. */
  Scene status(long ms, String feed, String event, String fields) {
    return status(ms, PLACE, "\"BTCUSDT\"", feed, event, "spot-" + feed + "-0", fields);
  }

  /** A feed_status of a socket. */
  Scene socket(long ms, String event, String reason) {
    return status(
        ms,
        "binance.spot.ALL",
        "null",
        "socket",
        event,
        "spot-orderbook-0",
        "\"reason\":\"" + reason + "\"");
  }

  private Scene status(
      long ms, String place, String id, String feed, String event, String on, String fields) {
    String text =
        """
        {"instrument_id":%s,"feed":"%s","event":"%s","connection_id":"%s","collected_ts_ms":%d,\
        "published_ts_ms":%d,%s}"""
            .formatted(
                id, feed, event, on, BEGIN + ms, BEGIN + ms, fields.isEmpty() ? "\"x\":1" : fields);
    core("feed_status." + place, text, ms);
    return this;
  }

  /** The instrument's book is lost and whole again: a {@code gap} and a {@code live}. */
  Scene gap(long lostMs, long liveMs) {
    return status(lostMs, "orderbook", "gap", "\"reason\":\"sequence_gap\"")
        .status(liveMs, "orderbook", "live", "");
  }

  /** A row of the venue's truth log. */
  Scene fault(long ms, String kind, String feed, String more) {
    return row(
        truthFile,
        "{\"k\":\"fault\",\"s\":\"BTCUSDT\",\"u\":%d,\"kind\":\"%s\",\"feed\":\"%s\"%s}"
            .formatted(BEGIN + ms, kind, feed, more));
  }

  /** A socket that closed, in the venue's truth log. */
  Scene closed(long ms, String by) {
    return row(
        truthFile,
        "{\"k\":\"socket\",\"s\":\"ALL\",\"u\":%d,\"event\":\"closed\",\"id\":\"7\",\"by\":\"%s\"}"
            .formatted(BEGIN + ms, by));
  }

  /** The venue lets a socket not open. */
  Scene refused(long ms) {
    return row(
        truthFile,
        "{\"k\":\"socket\",\"s\":\"ALL\",\"u\":%d,\"event\":\"refused\",\"by\":\"server\"}"
            .formatted(BEGIN + ms));
  }

  /** The fault of a process. */
  Scene process(long ms, String kind, long untilMs) {
    return row(
        faultFile,
        "{\"k\":\"fault\",\"s\":\"ALL\",\"u\":%d,\"kind\":\"%s\",\"until\":\"%d\"}"
            .formatted(BEGIN + ms, kind, BEGIN + untilMs));
  }

  private Scene row(Path file, String row) {
    try {
      Files.writeString(file, row + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** What was found by a moment. */
  VerifierReport report(long ms) {
    judge.ended(BEGIN + ms);
    return judge.conclude();
  }

  @Override
  public void close() {
    truth.close();
  }
}
