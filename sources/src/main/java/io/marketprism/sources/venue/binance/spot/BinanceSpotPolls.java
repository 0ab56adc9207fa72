// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.spot;

import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;

/** What is polled of Binance spot: whole books, to which the venue gives no time. */
final class BinanceSpotPolls {
  private BinanceSpotPolls() {}

  /** Whole books of so many levels per side. */
  static PollCodec books(int levels) {
    return new Books(levels);
  }

  private record Books(int levels) implements PollCodec {
    @Override
    public RestCall call(Instrument instrument, long now) {
      return BinanceSpotBooks.INSTANCE.snapshotCall(instrument, levels);
    }

    @Override
    public void decode(Instrument instrument, byte[] body, long receiveTime, Target target)
        throws FrameException {
      target.onBookSnapshot(
          BinanceSpotBooks.INSTANCE.snapshot(instrument, body, levels, receiveTime));
    }
  }
}
