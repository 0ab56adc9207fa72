// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How the venue's instrument names become symbols.
 *
 * @param refresh time between two looks at a venue's instrument list
 */
public record SymbolsConfig(Fallback fallback, Duration refresh) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What to do with an instrument for which the venue gives no metadata. */
  public enum Fallback {
    /** It is not collected. */
    REJECT,
    /** Base and quote are told apart by the longest known quote asset at the name's end. */
    SUFFIX
  }
}
