// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.Decimals;
import io.marketprism.model.LongShortRatio;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Encodes {@code lsr_top_position} or {@code lsr_all_account} messages (wire contract 6.6, 6.7):
 * the same but for the names of the shares. Shares the venue does not name follow from the ratio.
 * Not thread-safe.
 */
final class LongShortRatioEncoder {
  private static final int SHARE_SCALE = 8;

  private static final byte[] LONG_SHORT_RATIO = JsonWriter.name("long_short_ratio");
  private static final byte[] PERIOD = JsonWriter.name("period");

  private final EventFrame frame;
  private final byte[] longShare;
  private final byte[] shortShare;

  private LongShortRatioEncoder(WireMessage.Kind kind, String whose, WireOptions options) {
    this.frame = new EventFrame(kind, options);
    this.longShare = JsonWriter.name("long_" + whose + "_ratio");
    this.shortShare = JsonWriter.name("short_" + whose + "_ratio");
  }

  static LongShortRatioEncoder ofTopPositions(WireOptions options) {
    return new LongShortRatioEncoder(WireMessage.Kind.LSR_TOP_POSITION, "position", options);
  }

  static LongShortRatioEncoder ofAllAccounts(WireOptions options) {
    return new LongShortRatioEncoder(WireMessage.Kind.LSR_ALL_ACCOUNT, "account", options);
  }

  WireMessage encode(LongShortRatio event, long publishTime) {
    BigDecimal ratio = event.ratio();
    frame
        .begin(event, publishTime)
        .decimal(LONG_SHORT_RATIO, ratio)
        .decimal(longShare, event.longShare() != null ? event.longShare() : share(ratio, ratio))
        .decimal(
            shortShare,
            event.shortShare() != null ? event.shortShare() : share(BigDecimal.ONE, ratio))
        .field(PERIOD, event.period());
    // A venue may revise the newest period, so that its time alone is no id.
    return frame.end(
        event, event.eventTime() + ":" + event.period() + ':' + Decimals.toPlainString(ratio));
  }

  /** A part of both sides together; null if what the venue sent is no ratio. */
  private static BigDecimal share(BigDecimal part, BigDecimal ratio) {
    return ratio.signum() < 0
        ? null
        : part.divide(BigDecimal.ONE.add(ratio), SHARE_SCALE, RoundingMode.HALF_EVEN);
  }
}
