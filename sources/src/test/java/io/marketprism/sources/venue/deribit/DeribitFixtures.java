// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.Decimals;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.StreamCodec;
import io.marketprism.sources.venue.SymbolSelection;
import io.marketprism.sources.venue.VenueSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the tests of this package share. */
final class DeribitFixtures {
  static final Instrument BTC = DeribitInstruments.byName("BTC-PERPETUAL");
  static final Instrument SOL = DeribitInstruments.byName("SOL_USDC-PERPETUAL");
  static final Instrument DVOL = DeribitInstruments.byName("BTC");
  static final long RECEIVED = 1_786_563_104_600L;

  private DeribitFixtures() {}

  static VenueSettings settings(Map<String, String> options) {
    return settings("wss://www.deribit.com", "https://www.deribit.com", options);
  }

  static VenueSettings settings(String ws, String rest, Map<String, String> options) {
    return new VenueSettings(
        "deribit_derivatives",
        new SymbolSelection(List.of("BTC")),
        List.of(DataType.VOLATILITY_INDEX),
        new VenueSettings.Endpoints(ws, rest, ""),
        new VenueSettings.Instruments(false, 3_600_000),
        new VenueSettings.Books(false, 100, 1_000, 100, 1 << 20, 3_600_000),
        new VenueSettings.Sockets(30_000, 10_000, 1 << 20, 100, 0, 0),
        50,
        20_000,
        Map.of(),
        Map.of(),
        options);
  }

  static DeribitFrames frames(DataType dataType, Instrument... expected) {
    DeribitFrames frames = new DeribitFrames(dataType, settings(Map.of()));
    frames.connected();
    frames.expect(List.of(expected));
    return frames;
  }

  static Recorder decode(StreamCodec codec, String frame) throws FrameException {
    Recorder recorder = new Recorder();
    byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
    codec.decode(bytes, 0, bytes.length, RECEIVED, recorder);
    return recorder;
  }

  static Recorder poll(PollCodec codec, Instrument instrument, String body) throws FrameException {
    Recorder recorder = new Recorder();
    codec.decode(instrument, body.getBytes(StandardCharsets.UTF_8), RECEIVED, recorder);
    return recorder;
  }

  /** {@code price@quantity …} in the order of the message. */
  static String text(Levels levels, int priceScale, int quantityScale) {
    List<String> text = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      text.add(
          Decimals.toPlainString(levels.price(i), priceScale)
              + '@'
              + Decimals.toPlainString(levels.quantity(i), quantityScale));
    }
    return String.join(" ", text);
  }

  static String text(BookSnapshot book) {
    return book.updateId()
        + " t"
        + book.eventTime()
        + " | "
        + text(book.bids(), book.priceScale(), book.quantityScale())
        + " | "
        + text(book.asks(), book.priceScale(), book.quantityScale());
  }

  static String text(BookDelta delta) {
    return delta.previousId()
        + ">"
        + delta.lastId()
        + " t"
        + delta.eventTime()
        + " | "
        + text(delta.bids(), delta.priceScale(), delta.quantityScale())
        + " | "
        + text(delta.asks(), delta.priceScale(), delta.quantityScale());
  }

  static String text(Trade trade) {
    return trade.instrument().nativeId()
        + " #"
        + trade.sequence()
        + " "
        + trade.publishedId()
        + " t"
        + trade.eventTime()
        + (trade.sell() ? " sell " : " buy ")
        + Decimals.toPlainString(trade.quantity(), trade.quantityScale())
        + '@'
        + Decimals.toPlainString(trade.price(), trade.priceScale());
  }

  /** Keeps everything that a codec hands over. */
  static final class Recorder implements StreamCodec.Target, PollCodec.Target {
    final List<BookDelta> deltas = new ArrayList<>();
    final List<BookSnapshot> snapshots = new ArrayList<>();
    final List<Trade> trades = new ArrayList<>();
    final List<DerivativesEvent> events = new ArrayList<>();
    final List<FrameException> refused = new ArrayList<>();
    final List<String> control = new ArrayList<>();

    boolean isEmpty() {
      return deltas.isEmpty()
          && snapshots.isEmpty()
          && trades.isEmpty()
          && events.isEmpty()
          && control.isEmpty();
    }

    @Override
    public void onBookDelta(BookDelta delta) {
      deltas.add(delta);
    }

    @Override
    public void onBookSnapshot(BookSnapshot snapshot) {
      snapshots.add(snapshot);
    }

    @Override
    public void onUnchanged(Instrument instrument, long receiveTime) {
      control.add("unchanged " + instrument.nativeId());
    }

    @Override
    public void onMismatch(Instrument instrument, String reason) {
      control.add("mismatch " + instrument.nativeId());
    }

    @Override
    public void onTrade(Trade trade) {
      trades.add(trade);
    }

    @Override
    public void onDerivatives(DerivativesEvent event) {
      events.add(event);
    }

    @Override
    public void onFiltered(String reason) {
      control.add("filtered " + reason);
    }

    @Override
    public void onRefusedRecord(FrameException problem) {
      refused.add(problem);
    }

    @Override
    public void onAccepted(long id, Instrument instrument) {
      control.add("accepted " + id + ' ' + (instrument == null ? "all" : instrument.nativeId()));
    }

    @Override
    public void onRefused(long id, Instrument instrument, String error) {
      control.add(
          "refused "
              + id
              + ' '
              + (instrument == null ? "all" : instrument.nativeId())
              + ": "
              + error);
    }

    @Override
    public void onShutdownNotice(String reason) {
      control.add("shutdown " + reason);
    }

    @Override
    public void reply(String message) {
      control.add("reply " + message);
    }
  }
}
