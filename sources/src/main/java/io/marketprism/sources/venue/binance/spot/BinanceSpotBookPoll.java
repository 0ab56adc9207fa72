// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.spot;

import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;

/** Whole books of Binance spot at intervals; the venue gives them no time. */
final class BinanceSpotBookPoll implements PollCodec {
  private final int levels;

  BinanceSpotBookPoll(int levels) {
    this.levels = levels;
  }

  @Override
  public RestCall call(Instrument instrument, long now) {
    return BinanceSpotBooks.INSTANCE.snapshotCall(instrument, levels);
  }

  @Override
  public void decode(Instrument instrument, byte[] body, long receiveTime, Target target)
      throws FrameException {
    target.onBookSnapshot(BinanceSpotRest.snapshot(instrument, body, levels, receiveTime));
  }
}
