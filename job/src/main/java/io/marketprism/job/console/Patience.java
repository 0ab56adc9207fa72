// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

/**
 * How long a subject may be silent before somebody wonders. Books and trades come several times a
 * second; polled types as rarely as their default interval lets them (three polls), ratios when the
 * venue begins a new period of five minutes; a liquidation comes when somebody is liquidated.
 */
final class Patience {
  private static final double LIVELY = 10;
  private static final double POLLED = 180;
  private static final double OPEN_INTEREST = 90;
  private static final double PERIODS = 900;

  private Patience() {}

  /** Returns seconds, infinite where silence says nothing. */
  static double seconds(String dataType) {
    return switch (dataType) {
      case "open_interest" -> OPEN_INTEREST;
      case "funding_rate", "volatility_index" -> POLLED;
      case "lsr_top_position", "lsr_all_account" -> PERIODS;
      case "liquidation" -> Double.POSITIVE_INFINITY;
      default -> LIVELY;
    };
  }
}
