// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Instruments that the venue does not accept: each is announced and tried again, 10 s after the
 * first refusal, doubling to 10 min, while its neighbours go on. On the feed's thread.
 */
final class Rejections {
  private static final long FIRST_MILLIS = 10_000;
  private static final long LAST_MILLIS = 600_000;

  private final FeedContext feed;
  private final Consumer<Instrument> retry;
  private final Map<Instrument, Long> delays = new HashMap<>();

  /**
   * @param retry subscribes an instrument again if that is still wanted
   */
  Rejections(FeedContext feed, Consumer<Instrument> retry) {
    this.feed = feed;
    this.retry = retry;
  }

  void rejected(Instrument instrument, String error) {
    announce(instrument, error);
    tryAgain(instrument);
  }

  /** Announces that an instrument is not collected now. */
  void announce(Instrument instrument, String error) {
    feed.emit(
        feed.status(instrument, FeedStatus.Event.REJECTED).reason("subscribe_error").detail(error));
  }

  /** Tries an instrument again later, which is still collected over another socket. */
  void tryAgain(Instrument instrument) {
    long delay = delays.getOrDefault(instrument, FIRST_MILLIS);
    delays.put(instrument, Math.min(LAST_MILLIS, delay * 2));
    feed.schedule(delay, () -> retry.accept(instrument));
  }

  void accepted(Instrument instrument) {
    delays.remove(instrument);
  }

  void forget(Instrument instrument) {
    delays.remove(instrument);
  }
}
