// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec;
import io.marketprism.sources.venue.SymbolSelection;
import io.marketprism.sources.venue.VenueSettings;
import java.util.List;
import java.util.Map;

/** What tests of OKX have in common. */
final class OkxFixture {
  static final Instrument BTC = Instrument.spot("okx", "BTC-USDT", "BTC-USDT");
  static final Instrument ETH = Instrument.spot("okx", "ETH-USDT", "ETH-USDT");
  static final Instrument BTC_SWAP = perpetual("BTC-USDT", "BTC-USDT-SWAP", "0.01", false);
  static final Instrument ETH_SWAP = perpetual("ETH-USDT", "ETH-USDT-SWAP", "0.1", false);
  static final long RECEIVED = 1_786_540_471_755L;

  private OkxFixture() {}

  static Instrument perpetual(String symbol, String instId, String value, boolean inverse) {
    return new Instrument(
        "okx", MarketType.PERPETUAL, symbol, instId, QuantityUnit.CONTRACTS, value, inverse);
  }

  static VenueSettings settings(Map<String, String> options) {
    return settings("wss://ws.okx.com:8443", List.of("BTC-USDT-SWAP"), options);
  }

  static VenueSettings settings(String ws, List<String> symbols, Map<String, String> options) {
    return new VenueSettings(
        "okx_derivatives",
        new SymbolSelection(symbols),
        List.of(DataType.ORDERBOOK),
        new VenueSettings.Endpoints(ws, "https://www.okx.com", ""),
        new VenueSettings.Instruments(false, 3_600_000),
        new VenueSettings.Books(true, 100, 400, 10_000, 8 << 20, 3_600_000),
        new VenueSettings.Sockets(35_000, 10_000, 4 << 20, 25, 0, 0),
        50,
        20_000,
        Map.of(),
        Map.of(),
        options);
  }

  static StreamCodec codec(DataType dataType, Instrument... instruments) {
    return codec(OkxVenue.derivatives(), dataType, Map.of(), instruments);
  }

  static StreamCodec codec(
      OkxVenue venue, DataType dataType, Map<String, String> options, Instrument... instruments) {
    StreamCodec codec = venue.stream(dataType, settings(options));
    codec.connected();
    codec.expect(List.of(instruments));
    return codec;
  }

  /** Decodes a message that stands in the middle of an array, as in a network buffer. */
  static Told told(StreamCodec codec, String frame) throws FrameException {
    Told told = new Told();
    decode(codec, frame, told);
    return told;
  }

  static void decode(StreamCodec codec, String frame, Told told) throws FrameException {
    byte[] message = frame.getBytes(UTF_8);
    byte[] buffer = new byte[message.length + 7];
    System.arraycopy(message, 0, buffer, 3, message.length);
    codec.decode(buffer, 3, message.length, RECEIVED, told);
  }

  /** A push of {@code books}; sides in JSON. */
  static String book(
      Instrument instrument, String action, long prev, long id, String bids, String asks) {
    return book(instrument, action, prev, id, bids, asks, 0);
  }

  static String book(
      Instrument instrument,
      String action,
      long prev,
      long id,
      String bids,
      String asks,
      int checksum) {
    return """
        {"arg":{"channel":"books","instId":"%s"},"action":"%s","data":[{"asks":%s,"bids":%s,\
        "ts":"1786540471710","checksum":%d,"prevSeqId":%d,"seqId":%d}]}"""
        .formatted(instrument.nativeId(), action, asks, bids, checksum, prev, id);
  }
}
