// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks.frames;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Frames of books and trades of one market, as one socket after the other brought them, and the
 * books they begin with. Differences that such a book already has are left out.
 *
 * @param market whose frames these are
 * @param books the books to begin with; none where they come in the stream
 * @param frames in the order of their receipt
 */
public record Recording(Market market, List<BookSnapshot> books, Frame[] frames) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The markets there are frames of. */
  public enum Market {
    BINANCE_SPOT("binance_spot", Instrument.spot("binance", "BTC-USDT", "BTCUSDT")),
    BINANCE_USDM(
        "binance_derivatives",
        new Instrument(
            "binance", MarketType.PERPETUAL, "BTC-USDT", "BTCUSDT", QuantityUnit.BASE, null)),
    OKX(
        "okx_spot",
        Instrument.spot("okx", "BTC-USDT", "BTC-USDT"),
        contracts("UNI-USD", "UNI-USD-SWAP"),
        contracts("BTC-USD", "BTC-USD-220527"));

    private final String venueKey;
    private final List<Instrument> instruments;

    Market(String venueKey, Instrument... instruments) {
      this.venueKey = venueKey;
      this.instruments = List.of(instruments);
    }

    /** Contracts of unknown size: no way has to work out what they are worth. */
    private static Instrument contracts(String symbol, String nativeId) {
      return new Instrument(
          "okx", MarketType.PERPETUAL, symbol, nativeId, QuantityUnit.CONTRACTS, null);
    }

    Venue venue() {
      return Venues.of(venueKey);
    }

    List<Instrument> instruments() {
      return instruments;
    }

    Instrument instrument(String nativeId) {
      return instruments.stream()
          .filter(known -> known.nativeId().equals(nativeId))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no instrument " + nativeId));
    }

    /** A connection's codec for all instruments. */
    StreamCodec codec(DataType dataType) {
      VenueSettings settings =
          new VenueSettings(
              venueKey,
              null,
              List.of(dataType),
              new VenueSettings.Endpoints("wss://venue.example", "https://venue.example", ""),
              null,
              null,
              null,
              100,
              0,
              Map.of(),
              Map.of(),
              this == BINANCE_USDM ? Map.of("trades-stream", "trade") : Map.of());
      StreamCodec codec = venue().stream(dataType, settings);
      codec.connected();
      codec.expect(instruments);
      return codec;
    }
  }

  /** What was recorded, or what is made where {@code captures.dir} names no recordings. */
  static Recording of(Market market) throws IOException, FrameException {
    String directory = System.getProperty("captures.dir");
    if (directory == null) {
      return SyntheticFrames.of(market);
    }
    Path captures = Path.of(directory);
    return switch (market) {
      case BINANCE_SPOT ->
          binance(
              market,
              captures.resolve("binance-spot/btcusdt_20240808.gz"),
              captures.resolve("binance-spot/btcusdt_20240809.gz"));
      case BINANCE_USDM -> binance(market, captures.resolve("binance-usdm/btcusdt_20240808.gz"));
      case OKX -> okx(market, captures.resolve("okx/three-instruments-20220513.jsonl.gz"));
    };
  }

  private static List<String> lines(Path file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  /** Rows {@code <ns since the epoch> <JSON>}. */
  private static Recording binance(Market market, Path... files)
      throws IOException, FrameException {
    Instrument instrument = market.instruments().get(0);
    List<Frame> frames = new ArrayList<>();
    BookSnapshot book = null;
    for (Path file : files) {
      for (String line : lines(file)) {
        int blank = line.indexOf(' ');
        long receiveTime = Long.parseLong(line.substring(0, blank)) / 1_000_000;
        byte[] bytes = line.substring(blank + 1).getBytes(StandardCharsets.UTF_8);
        String stream = JSON.readTree(bytes).path("stream").asText();
        if (stream.contains("@depth") || stream.contains("@trade")) {
          frames.add(new Frame(stream.contains("@depth"), bytes, receiveTime));
        } else if (stream.isEmpty()) {
          book = market.venue().books().snapshot(instrument, bytes, 1_000, receiveTime);
        }
      }
    }
    return binance(market, book, frames);
  }

  /** Begins with the first difference that goes beyond the book. */
  static Recording binance(Market market, BookSnapshot book, List<Frame> frames)
      throws IOException {
    List<Frame> used = new ArrayList<>();
    for (Frame frame : frames) {
      if (!frame.isBook()
          || JSON.readTree(frame.bytes()).get("data").get("u").longValue() > book.updateId()) {
        used.add(frame);
      }
    }
    return new Recording(market, List.of(book), used.toArray(Frame[]::new));
  }

  /** Rows {@code {"dir","ts","msg"}}; some messages are written as a literal of bytes. */
  private static Recording okx(Market market, Path file) throws IOException {
    Map<String, Long> ids = new HashMap<>();
    List<Frame> frames = new ArrayList<>();
    for (String line : lines(file)) {
      JsonNode row = JSON.readTree(line);
      if (!"recv".equals(row.get("dir").textValue())) {
        continue;
      }
      String text = row.get("msg").textValue();
      JsonNode push =
          JSON.readTree(text.startsWith("b'") ? text.substring(2, text.length() - 1) : text);
      String channel = push.path("arg").path("channel").asText();
      boolean isBook = "books".equals(channel);
      if (!push.has("data") || !isBook && !"trades".equals(channel)) {
        continue;
      }
      if (isBook) {
        chain(push, ids);
      }
      long receiveTime = (long) (Double.parseDouble(row.get("ts").textValue()) * 1_000);
      frames.add(new Frame(isBook, JSON.writeValueAsBytes(push), receiveTime));
    }
    return new Recording(market, List.of(), frames.toArray(Frame[]::new));
  }

  /** Puts the ids into a push that the venue sends by now in the place of checksums. */
  private static void chain(JsonNode push, Map<String, Long> ids) {
    String instId = push.get("arg").get("instId").textValue();
    boolean snapshot = "snapshot".equals(push.get("action").textValue());
    long previous = snapshot ? -1 : ids.get(instId);
    long id = snapshot ? 1_000_000 : previous + 7;
    ids.put(instId, id);
    ObjectNode book = (ObjectNode) push.get("data").get(0);
    book.remove("checksum");
    book.put("prevSeqId", previous).put("seqId", id);
  }
}
