// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.dashboards;

/**
 * One query of a panel.
 *
 * @param expression PromQL, with Grafana's variables
 * @param legend how a series is called, with its labels in double braces
 */
record Query(String expression, String legend) {

  /**
   * The expression, or 0 where it has no series although a collector is up. A count of something
   * bad is 0 as long as it never happened, and unknown when nobody answers: a plain 0 would hide
   * the second.
   */
  static String zeroWhileUp(String expression) {
    return expression + " or on() 0 * max(up{job=\"collector\"} == 1)";
  }

  /** {@code quantile} of a histogram over five minutes, by labels (comma separated, may be ""). */
  static String quantile(double quantile, String histogram, String labels) {
    return "histogram_quantile(%s, sum by (%s) (rate(%s_bucket[5m])))"
        .formatted(quantile, labels.isEmpty() ? "le" : "le, " + labels, histogram);
  }
}
