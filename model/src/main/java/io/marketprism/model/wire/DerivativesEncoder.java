// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Liquidation;
import io.marketprism.model.LongShortRatio;
import io.marketprism.model.OpenInterest;
import io.marketprism.model.VolatilityIndex;

/**
 * Encodes what venues tell beside books and trades, each kind of event as its own type of message
 * (wire contract 6.3 to 6.8). A message whose event has no time of the venue has no message id, as
 * ids hold nothing but the venue's data (wire contract 4). Not thread-safe.
 */
public final class DerivativesEncoder {
  private final FundingRateEncoder fundingRates;
  private final OpenInterestEncoder openInterests;
  private final LiquidationEncoder liquidations;
  private final LongShortRatioEncoder topPositions;
  private final LongShortRatioEncoder allAccounts;
  private final VolatilityIndexEncoder volatilityIndices;

  public DerivativesEncoder(WireOptions options) {
    this.fundingRates = new FundingRateEncoder(options);
    this.openInterests = new OpenInterestEncoder(options);
    this.liquidations = new LiquidationEncoder(options);
    this.topPositions = LongShortRatioEncoder.ofTopPositions(options);
    this.allAccounts = LongShortRatioEncoder.ofAllAccounts(options);
    this.volatilityIndices = new VolatilityIndexEncoder(options);
  }

  /** Encodes one event; {@code publishTime} in ms since the epoch. */
  public WireMessage encode(DerivativesEvent event, long publishTime) {
    if (event instanceof FundingRate funding) {
      return fundingRates.encode(funding, publishTime);
    }
    if (event instanceof OpenInterest interest) {
      return openInterests.encode(interest, publishTime);
    }
    if (event instanceof Liquidation liquidation) {
      return liquidations.encode(liquidation, publishTime);
    }
    if (event instanceof LongShortRatio ratio) {
      return switch (ratio.dataType()) {
        case LSR_TOP_POSITION -> topPositions.encode(ratio, publishTime);
        case LSR_ALL_ACCOUNT -> allAccounts.encode(ratio, publishTime);
        default -> throw new IllegalArgumentException("no long-short ratio: " + ratio);
      };
    }
    return volatilityIndices.encode((VolatilityIndex) event, publishTime);
  }
}
