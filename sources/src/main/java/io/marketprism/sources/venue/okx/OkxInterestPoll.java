// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;

import io.marketprism.model.Instrument;
import io.marketprism.model.OpenInterest;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;
import java.math.BigDecimal;
import java.util.Map;

/**
 * {@code GET /api/v5/public/open-interest}: in contracts, in the coin and in USD (venue rules 6).
 */
final class OkxInterestPoll implements PollCodec {
  private final OkxNewestAnswers newest = new OkxNewestAnswers();

  @Override
  public RestCall call(Instrument instrument, long now) {
    return new RestCall(
        "/api/v5/public/open-interest",
        Map.of("instType", OkxMarket.SWAP.instType(), "instId", instrument.nativeId()),
        1);
  }

  @Override
  public void decode(Instrument instrument, byte[] body, long receiveTime, Target target)
      throws FrameException {
    OpenInterest[] interest = new OpenInterest[1];
    OkxAnswers.one(
        body,
        instrument,
        json -> interest[0] = interest(instrument, OkxRow.read(json, instrument), receiveTime));
    if (newest.take(instrument, interest[0].eventTime())) {
      target.onDerivatives(interest[0]);
    }
  }

  private static OpenInterest interest(Instrument instrument, OkxRow row, long receiveTime)
      throws FrameException {
    OkxAnswers.requireOf(instrument, row.text("instId"));
    BigDecimal contracts = row.requiredNumber("oi");
    if (contracts.signum() < 0) {
      throw new FrameException(BAD_NUMBER, "oi: " + contracts, instrument);
    }
    return new OpenInterest(
        instrument,
        row.requiredTime("ts"),
        receiveTime,
        contracts,
        row.number("oiCcy"),
        row.number("oiUsd"),
        null,
        null);
  }
}
