// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.io.Serial;

/** The source of the market cannot say what the book was. */
public final class BookUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Says why there is no book. */
  public BookUnavailableException(String message) {
    super(message);
  }
}
