// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import io.marketprism.model.Instrument;
import io.marketprism.model.Integrity;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;

/** Whole books at intervals ({@code GET /api/v5/market/books}; venue rules 4.4). */
final class OkxBookPoll implements PollCodec {
  private final int levels;

  /**
   * @param levels levels a side that are wanted; the venue gives at most 400
   */
  OkxBookPoll(int levels) {
    this.levels = Math.min(levels, OkxBooks.LEVELS);
  }

  @Override
  public RestCall call(Instrument instrument, long now) {
    return OkxBooks.wholeBook(instrument, levels);
  }

  @Override
  public void decode(Instrument instrument, byte[] body, long receiveTime, Target target)
      throws FrameException {
    target.onBookSnapshot(
        OkxBooks.read(instrument, body)
            .snapshot(instrument, receiveTime, levels, Integrity.SNAPSHOT));
  }
}
