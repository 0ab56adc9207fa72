// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.io.Serializable;

/** How the venue's instrument names become symbols. */
public record SymbolsConfig(Fallback fallback) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What to do with an instrument for which the venue gives no metadata. */
  public enum Fallback {
    /** It is not collected. */
    REJECT,
    /** Base and quote are told apart by the longest known quote asset at the name's end. */
    SUFFIX
  }
}
