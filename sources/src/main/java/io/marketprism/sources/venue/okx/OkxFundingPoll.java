// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import io.marketprism.model.FundingRate;
import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;
import java.util.Map;

/**
 * {@code GET /api/v5/public/funding-rate}: {@code fundingRate} is what is exchanged at {@code
 * fundingTime}, the next settlement; {@code nextFundingTime} is the one after it (venue rules 6).
 */
final class OkxFundingPoll implements PollCodec {
  private final OkxNewestAnswers newest = new OkxNewestAnswers();

  @Override
  public RestCall call(Instrument instrument, long now) {
    return new RestCall("/api/v5/public/funding-rate", Map.of("instId", instrument.nativeId()), 1);
  }

  @Override
  public void decode(Instrument instrument, byte[] body, long receiveTime, Target target)
      throws FrameException {
    FundingRate[] rate = new FundingRate[1];
    OkxAnswers.one(
        body,
        instrument,
        json -> rate[0] = rate(instrument, OkxRow.read(json, instrument), receiveTime));
    if (newest.take(instrument, rate[0].eventTime())) {
      target.onDerivatives(rate[0]);
    }
  }

  private static FundingRate rate(Instrument instrument, OkxRow row, long receiveTime)
      throws FrameException {
    OkxAnswers.requireOf(instrument, row.text("instId"));
    long next = row.requiredTime("fundingTime");
    long following = row.time("nextFundingTime", FundingRate.UNKNOWN);
    return new FundingRate(
        instrument,
        row.requiredTime("ts"),
        receiveTime,
        row.requiredNumber("fundingRate"),
        row.number("nextFundingRate"),
        row.number("settFundingRate"),
        row.number("interestRate"),
        following > next ? following - next : FundingRate.UNKNOWN,
        next,
        row.time("prevFundingTime", FundingRate.UNKNOWN),
        following,
        null,
        null,
        row.number("premium"));
  }
}
