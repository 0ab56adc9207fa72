// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Decimals;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.StreamCodec;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a codec tells, as objects and as a protocol in words. */
final class Told implements StreamCodec.Target, PollCodec.Target {
  final List<String> words = new ArrayList<>();
  final List<BookSnapshot> snapshots = new ArrayList<>();
  final List<BookDelta> deltas = new ArrayList<>();
  final List<Trade> trades = new ArrayList<>();
  final List<DerivativesEvent> derivatives = new ArrayList<>();
  final List<FrameException> refused = new ArrayList<>();

  @Override
  public void onBookDelta(BookDelta delta) {
    deltas.add(delta);
    words.add(
        "delta "
            + delta.instrument().nativeId()
            + ' '
            + delta.previousId()
            + '>'
            + delta.lastId()
            + ' '
            + levels(delta.bids(), delta.priceScale(), delta.quantityScale())
            + levels(delta.asks(), delta.priceScale(), delta.quantityScale()));
  }

  @Override
  public void onBookSnapshot(BookSnapshot snapshot) {
    snapshots.add(snapshot);
    words.add(
        "snapshot "
            + snapshot.instrument().nativeId()
            + ' '
            + snapshot.updateId()
            + ' '
            + levels(snapshot.bids(), snapshot.priceScale(), snapshot.quantityScale())
            + levels(snapshot.asks(), snapshot.priceScale(), snapshot.quantityScale()));
  }

  static List<String> levels(Levels levels, int priceScale, int quantityScale) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      texts.add(
          Decimals.toPlainString(levels.price(i), priceScale)
              + 'x'
              + Decimals.toPlainString(levels.quantity(i), quantityScale));
    }
    return texts;
  }

  @Override
  public void onUnchanged(Instrument instrument, long receiveTime) {
    words.add("unchanged " + instrument.nativeId());
  }

  @Override
  public void onMismatch(Instrument instrument, String reason) {
    words.add("mismatch " + instrument.nativeId() + ' ' + reason);
  }

  @Override
  public void onTrade(Trade trade) {
    trades.add(trade);
    words.add("trade " + trade.instrument().nativeId() + ' ' + trade.sequence());
  }

  @Override
  public void onDerivatives(DerivativesEvent event) {
    derivatives.add(event);
    words.add(event.dataType().token() + ' ' + event.instrument().nativeId());
  }

  @Override
  public void onFiltered(String reason) {
    words.add("filtered " + reason);
  }

  @Override
  public void onRefusedRecord(FrameException problem) {
    refused.add(problem);
    words.add("refused " + problem.reason().token() + ' ' + problem.getMessage());
  }

  @Override
  public void onAccepted(long id, Instrument instrument) {
    words.add("accepted " + id + ' ' + (instrument == null ? "all" : instrument.nativeId()));
  }

  @Override
  public void onRefused(long id, Instrument instrument, String error) {
    words.add(
        "declined "
            + id
            + ' '
            + (instrument == null ? "all" : instrument.nativeId())
            + ' '
            + error);
  }

  @Override
  public void onShutdownNotice(String reason) {
    words.add("shutdown " + reason);
  }

  @Override
  public void reply(String message) {
    words.add("reply " + message);
  }
}
