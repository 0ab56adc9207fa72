// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import javax.annotation.Nullable;

/** Figures with as many digits as they are worth; what is unknown or no number stays unknown. */
final class Rounded {
  /** Keeps the digits as they were rounded. */
  static final JsonNodeFactory NODES = new JsonNodeFactory(true);

  private Rounded() {}

  @Nullable
  static BigDecimal tenths(@Nullable Double figure) {
    return to(figure, 1);
  }

  /**
   * Rounds to so many digits after the point.
   *
   * @return {@code null} for {@code null}, NaN and the infinite
   */
  @Nullable
  static BigDecimal to(@Nullable Double figure, int digits) {
    return figure == null || !Double.isFinite(figure)
        ? null
        : BigDecimal.valueOf(figure).setScale(digits, RoundingMode.HALF_UP);
  }
}
