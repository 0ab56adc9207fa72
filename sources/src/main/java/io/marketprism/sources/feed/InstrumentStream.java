// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;

/**
 * One instrument on one connection. Keeps watch over its rhythm: a stream silent beyond its
 * threshold is reported stale once, and recovered when it speaks again; its socket is not touched,
 * because a quiet instrument is not a dead one.
 */
abstract class InstrumentStream {
  final Instrument instrument;
  final FeedContext feed;
  private final InstrumentMetrics metrics;
  final long staleMillis;
  private long lastMessageAt;
  private boolean connected;
  private boolean stale;

  InstrumentStream(Instrument instrument, FeedContext feed) {
    this.instrument = instrument;
    this.feed = feed;
    this.staleMillis = feed.settings.staleMillis().getOrDefault(feed.dataType, Long.MAX_VALUE);
    this.metrics = feed.metrics.stream(instrument, feed.dataType, staleMillis);
  }

  /** The subscription stands. */
  void subscribed() {
    connected = true;
    lastMessageAt = feed.now();
  }

  /** Whether the subscription stands. */
  final boolean isConnected() {
    return connected;
  }

  /**
   * What listens to a second connection while this stream lives on the first; null where what comes
   * twice is told by itself, and both may speak.
   */
  abstract Standby standby();

  /** The connection is gone. */
  void disconnected() {
    connected = false;
    metrics.live(false);
  }

  /**
   * The instrument is collected no more: the venue's list has it no longer. What is kept of it
   * downstream may go.
   */
  final void ended() {
    disconnected();
    feed.emit(
        feed.status(instrument, FeedStatus.Event.REJECTED)
            .reason("delisted")
            .detail("not in the venue's list any more"));
    if (feed.dataType == DataType.ORDERBOOK) {
      feed.emitReset(instrument, false);
    }
    forgotten();
    feed.metrics.ended(instrument, feed.dataType);
  }

  /** The connection is given up with what the venue still holds for it. */
  void backlogGivenUp() {}

  /** Nothing of the stream is to be told any more. */
  void forgotten() {}

  /** A message of the stream arrived. */
  final void arrived(long receiveTime) {
    lastMessageAt = receiveTime;
    metrics.message(receiveTime);
    if (stale) {
      stale = false;
      feed.emit(feed.status(instrument, FeedStatus.Event.RECOVERED).reason("silence"));
    }
  }

  /** Called every second. */
  final void tick(long now) {
    if (connected) {
      second();
    }
    if (connected && !stale && now - lastMessageAt > staleMillis) {
      stale = true;
      feed.emit(
          feed.status(instrument, FeedStatus.Event.STALE)
              .reason("silence")
              .detail("no message for " + (now - lastMessageAt) + " ms"));
    }
  }

  /** Called every second while the subscription stands. */
  void second() {}

  final InstrumentMetrics metrics() {
    return metrics;
  }

  /** A message was lost or could not be read. */
  abstract void broken(String reason);
}
