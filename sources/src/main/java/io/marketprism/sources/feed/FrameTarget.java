// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_SYMBOL;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec;

/**
 * Brings what a frame holds to the streams of its feed, and what the venue says of the connection
 * to its owner. On the feed's thread.
 */
abstract class FrameTarget implements StreamCodec.Target {
  private final StreamSet streams;
  private final SocketMetrics metrics;
  private StreamEvents events;

  FrameTarget(StreamSet streams, SocketMetrics metrics) {
    this.streams = streams;
    this.metrics = metrics;
    this.events = streams;
  }

  /** Where what frames hold goes from now on. */
  final void events(StreamEvents newEvents) {
    events = newEvents;
  }

  /** A message of an instrument is lost with a frame that cannot be used. */
  final void broken(FrameException problem) {
    if (problem.instrument() != null) {
      events.onBroken(problem.instrument(), problem.reason().token());
    }
  }

  /** A frame or a part of it cannot be used. */
  abstract void refused(FrameException problem);

  @Override
  public void onBookDelta(BookDelta delta) {
    metrics.venue().message(delta.eventTime(), delta.receiveTime());
    taken("orderbook", delta.instrument(), events.onDelta(delta));
  }

  @Override
  public void onBookSnapshot(BookSnapshot snapshot) {
    taken("orderbook", snapshot.instrument(), events.onSnapshot(snapshot));
  }

  @Override
  public void onUnchanged(Instrument instrument, long receiveTime) {
    taken("unchanged", instrument, events.onUnchanged(instrument, receiveTime));
  }

  @Override
  public void onMismatch(Instrument instrument, String reason) {
    metrics.message("orderbook");
    events.onMismatch(instrument, reason);
  }

  @Override
  public void onTrade(Trade trade) {
    metrics.venue().message(trade.eventTime(), trade.receiveTime());
    taken("trade", trade.instrument(), events.onTrade(trade));
  }

  @Override
  public void onDerivatives(DerivativesEvent event) {
    metrics.venue().message(event.eventTime(), event.receiveTime());
    taken(event.dataType().token(), event.instrument(), events.onEvent(event));
  }

  private void taken(String type, Instrument instrument, boolean taken) {
    if (taken) {
      metrics.message(type);
    } else if (streams.has(instrument)) {
      refused(
          new FrameException(
              UNKNOWN_SYMBOL,
              type
                  + " of "
                  + instrument.nativeId()
                  + " on a connection of "
                  + streams.dataType().token()));
    } else {
      // Its subscription has just ended.
      metrics.filtered("not_subscribed");
    }
  }

  @Override
  public void onFiltered(String reason) {
    metrics.filtered(reason);
  }

  @Override
  public void onRefusedRecord(FrameException problem) {
    refused(problem);
  }
}
