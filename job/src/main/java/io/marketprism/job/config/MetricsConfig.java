// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.io.Serializable;

/** Which metrics are registered. */
public record MetricsConfig(PerSymbol perSymbol) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The number of instruments up to which {@link PerSymbol#AUTO} registers metrics for each. */
  public static final int AUTO_INSTRUMENTS = 200;

  /** Whether metrics are registered per instrument in a job of so many. */
  public boolean perSymbolFor(int instruments) {
    return switch (perSymbol) {
      case TRUE -> true;
      case FALSE -> false;
      case AUTO -> instruments <= AUTO_INSTRUMENTS;
    };
  }

  /** Whether each instrument has metrics of its own. */
  public enum PerSymbol {
    TRUE,
    FALSE,
    AUTO
  }
}
