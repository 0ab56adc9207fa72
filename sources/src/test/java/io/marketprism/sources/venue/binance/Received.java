// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.StreamCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Remembers what codecs handed over. */
public final class Received implements StreamCodec.Target, PollCodec.Target {
  /** The receive time of everything that is decoded here. */
  public static final long AT = 1_790_000_000_000L;

  public final List<BookDelta> deltas = new ArrayList<>();
  public final List<BookSnapshot> snapshots = new ArrayList<>();
  public final List<Trade> trades = new ArrayList<>();
  public final List<DerivativesEvent> events = new ArrayList<>();
  public final List<String> filtered = new ArrayList<>();
  public final List<FrameException> refusedRecords = new ArrayList<>();
  public final List<String> control = new ArrayList<>();

  /** Decodes a frame. */
  public Received frame(StreamCodec codec, String frame) throws FrameException {
    // Amid other bytes, as it lies in a receive buffer.
    byte[] bytes = ("xx" + frame + "yyy").getBytes(StandardCharsets.UTF_8);
    codec.decode(bytes, 2, bytes.length - 5, AT, this);
    return this;
  }

  /** Decodes an answer. */
  public Received answer(PollCodec codec, Instrument instrument, String body)
      throws FrameException {
    codec.decode(instrument, body.getBytes(StandardCharsets.UTF_8), AT, this);
    return this;
  }

  /** How much was handed over, of whatever kind. */
  public int size() {
    return deltas.size()
        + snapshots.size()
        + trades.size()
        + events.size()
        + filtered.size()
        + refusedRecords.size()
        + control.size();
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
    throw new AssertionError("Binance does not say so");
  }

  @Override
  public void onMismatch(Instrument instrument, String reason) {
    throw new AssertionError("Binance sends no checksums");
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
    filtered.add(reason);
  }

  @Override
  public void onRefusedRecord(FrameException problem) {
    refusedRecords.add(problem);
  }

  @Override
  public void onAccepted(long id, Instrument instrument) {
    control.add("accepted " + id);
  }

  @Override
  public void onRefused(long id, Instrument instrument, String error) {
    control.add("refused " + id + ": " + error);
  }

  @Override
  public void onShutdownNotice(String reason) {
    control.add("shutdown " + reason);
  }

  @Override
  public void reply(String message) {
    throw new AssertionError("Binance's pings are answered below");
  }
}
