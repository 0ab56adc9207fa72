// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Fault;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration cannot be used. The message lists every fault, one a line, and holds no secret.
 */
public final class InvalidConfiguration extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_FAULTS = 100;

  private final transient List<Fault> faults;

  /**
   * @param faults at least one
   */
  public InvalidConfiguration(List<Fault> faults) {
    super(message(faults));
    this.faults = List.copyOf(faults);
  }

  /** All faults, in the order of the message; empty after deserialization. */
  public List<Fault> faults() {
    return faults == null ? List.of() : faults;
  }

  private static String message(List<Fault> faults) {
    String lines =
        faults.stream()
            .limit(SHOWN_FAULTS)
            .map(fault -> "  " + fault)
            .collect(Collectors.joining("\n"));
    String title =
        faults.size() == 1
            ? "The configuration has a fault:\n"
            : "The configuration has " + faults.size() + " faults:\n";
    int hidden = faults.size() - SHOWN_FAULTS;
    return title + lines + (hidden > 0 ? "\n  … and " + hidden + " more" : "");
  }
}
