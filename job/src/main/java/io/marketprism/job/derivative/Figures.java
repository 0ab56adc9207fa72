// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.derivative;

import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.FundingRate;
import io.marketprism.model.LongShortRatio;
import io.marketprism.model.OpenInterest;
import io.marketprism.model.VolatilityIndex;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What the venue says in an event, apart from when it says it. */
final class Figures {
  private Figures() {}

  /**
   * A text that is equal for two events of one type exactly if their figures are.
   *
   * @throws IllegalArgumentException for an event that stands for itself, such as a liquidation
   */
  static String of(DerivativesEvent event) {
    if (event instanceof FundingRate funding) {
      return text(
          funding.rate(),
          funding.estimatedRate(),
          funding.settledRate(),
          funding.interestRate(),
          funding.intervalMillis(),
          funding.nextFundingTime(),
          funding.markPrice(),
          funding.indexPrice(),
          funding.premiumRate());
    }
    if (event instanceof OpenInterest interest) {
      return text(interest.amount(), interest.baseAmount(), interest.usdAmount());
    }
    if (event instanceof LongShortRatio ratio) {
      return text(ratio.ratio(), ratio.longShare(), ratio.shortShare(), ratio.period());
    }
    if (event instanceof VolatilityIndex candle) {
      return text(candle.open(), candle.high(), candle.low(), candle.close());
    }
    throw new IllegalArgumentException("no figures: " + event);
  }

  private static String text(Object... values) {
    return Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(" "));
  }
}
