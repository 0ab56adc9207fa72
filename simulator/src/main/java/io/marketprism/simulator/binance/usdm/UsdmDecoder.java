// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.usdm;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.binance.RecordedJson;
import io.marketprism.simulator.binance.StreamNames;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.Contract;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.replay.VenueDecoder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Reads recorded texts of Binance USD-M. A recorded book stream of any speed is served under
 * whatever speed a client asks for; a recorded stream of single trades also as one of aggregates,
 * each of one match.
 */
final class UsdmDecoder implements VenueDecoder {
  private static final List<String> DEPTH =
      List.of("depth@100ms", "depth@0ms", "depth@250ms", "depth@500ms", "depth");
  private static final String SINGLE_TRADES = "trade";
  private static final String AGGREGATES = "aggTrade";

  @Override
  public StreamKind kind(String stream) {
    String what = StreamNames.what(stream);
    if (DEPTH.contains(what)) {
      return StreamKind.DEPTH;
    }
    return what.equals(SINGLE_TRADES) || what.equals(AGGREGATES)
        ? StreamKind.TRADE
        : StreamKind.OTHER;
  }

  @Override
  public Optional<String> symbol(String stream) {
    return StreamNames.symbol(stream);
  }

  @Override
  public Instrument instrument(String symbol) {
    Instrument pair = VenueDecoder.super.instrument(symbol);
    return new Instrument(
        symbol,
        pair.base(),
        pair.quote(),
        pair.tickSize(),
        pair.stepSize(),
        Optional.of(Contract.ofBase(pair.base(), pair.quote())),
        true);
  }

  @Override
  public String depthStream(String symbol) {
    return StreamNames.of(symbol, DEPTH.get(0));
  }

  @Override
  public List<String> servedAs(String stream) {
    String symbol = StreamNames.symbol(stream).orElse("");
    return switch (kind(stream)) {
      case DEPTH -> DEPTH.stream().map(what -> StreamNames.of(symbol, what)).toList();
      case TRADE ->
          StreamNames.what(stream).equals(SINGLE_TRADES)
              ? List.of(stream, StreamNames.of(symbol, AGGREGATES))
              : List.of(stream);
      case OTHER -> List.of(stream);
    };
  }

  @Override
  public String frame(String recorded, String served, String text) {
    if (recorded.equals(served)) {
      return text;
    }
    String data =
        kind(recorded) == StreamKind.TRADE
            ? UsdmEncoder.aggTrade(trade(text))
            : text.substring(text.indexOf("\"data\":") + "\"data\":".length(), text.length() - 1);
    return "{\"stream\":\"" + served + "\",\"data\":" + data + "}";
  }

  @Override
  public DepthEvent depth(String text) {
    JsonNode data = RecordedJson.parse(text).path("data");
    return new DepthEvent(
        RecordedJson.required(data, "s").asText(),
        RecordedJson.required(data, "pu").asLong(),
        RecordedJson.required(data, "U").asLong(),
        RecordedJson.required(data, "u").asLong(),
        RecordedJson.required(data, "T").asLong(),
        RecordedJson.levels(RecordedJson.required(data, "b")),
        RecordedJson.levels(RecordedJson.required(data, "a")));
  }

  @Override
  public Trade trade(String text) {
    JsonNode data = RecordedJson.parse(text).path("data");
    boolean aggregate = data.has("a");
    long id = RecordedJson.required(data, aggregate ? "a" : "t").asLong();
    return new Trade(
        RecordedJson.required(data, "s").asText(),
        id,
        new BigDecimal(RecordedJson.required(data, "p").asText()),
        new BigDecimal(RecordedJson.required(data, "q").asText()),
        RecordedJson.required(data, "T").asLong(),
        RecordedJson.required(data, "E").asLong(),
        RecordedJson.required(data, "m").asBoolean(),
        aggregate ? RecordedJson.required(data, "f").asLong() : id,
        aggregate ? RecordedJson.required(data, "l").asLong() : id);
  }

  @Override
  public BookSnapshot snapshot(String symbol, String text) {
    JsonNode book = RecordedJson.parse(text);
    return new BookSnapshot(
        symbol,
        RecordedJson.required(book, "lastUpdateId").asLong(),
        RecordedJson.required(book, "T").asLong(),
        RecordedJson.levels(RecordedJson.required(book, "bids")),
        RecordedJson.levels(RecordedJson.required(book, "asks")));
  }
}
