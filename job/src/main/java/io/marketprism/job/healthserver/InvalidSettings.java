// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.util.List;

/** Settings that were refused; the message has every fault on a line of its own. */
final class InvalidSettings extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidSettings(List<String> faults) {
    super(String.join("\n", faults));
  }
}
