// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.math.BigDecimal;

/** The one text form in which published numbers are compared. */
public final class PlainDecimal {
  private PlainDecimal() {}

  /** The number without exponent and without trailing fractional zeros, e.g. {@code 61737.63}. */
  public static String of(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
