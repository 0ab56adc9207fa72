// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.spot;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.binance.RecordedJson;
import io.marketprism.simulator.binance.StreamNames;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.replay.VenueDecoder;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads recorded texts of Binance spot. */
public final class SpotDecoder implements VenueDecoder {
  @Override
  public StreamKind kind(String stream) {
    if (stream.endsWith("@depth@100ms")) {
      return StreamKind.DEPTH;
    }
    return stream.endsWith("@trade") ? StreamKind.TRADE : StreamKind.OTHER;
  }

  @Override
  public Optional<String> symbol(String stream) {
    return StreamNames.symbol(stream);
  }

  @Override
  public String depthStream(String symbol) {
    return SpotEncoder.depthStream(symbol);
  }

  @Override
  public DepthEvent depth(String text) {
    JsonNode data = RecordedJson.parse(text).path("data");
    return new DepthEvent(
        RecordedJson.required(data, "s").asText(),
        RecordedJson.required(data, "U").asLong(),
        RecordedJson.required(data, "u").asLong(),
        RecordedJson.required(data, "E").asLong(),
        RecordedJson.levels(RecordedJson.required(data, "b")),
        RecordedJson.levels(RecordedJson.required(data, "a")));
  }

  @Override
  public Trade trade(String text) {
    JsonNode data = RecordedJson.parse(text).path("data");
    return new Trade(
        RecordedJson.required(data, "s").asText(),
        RecordedJson.required(data, "t").asLong(),
        new BigDecimal(RecordedJson.required(data, "p").asText()),
        new BigDecimal(RecordedJson.required(data, "q").asText()),
        RecordedJson.required(data, "T").asLong(),
        RecordedJson.required(data, "E").asLong(),
        RecordedJson.required(data, "m").asBoolean());
  }

  @Override
  public BookSnapshot snapshot(String symbol, String text) {
    JsonNode book = RecordedJson.parse(text);
    return new BookSnapshot(
        symbol,
        RecordedJson.required(book, "lastUpdateId").asLong(),
        RecordedJson.levels(RecordedJson.required(book, "bids")),
        RecordedJson.levels(RecordedJson.required(book, "asks")));
  }
}
