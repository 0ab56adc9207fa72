// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.util.Locale;

/** What a reader may think of an order book's subject. */
enum BookState {
  /** Books arrive and nothing speaks against them. */
  LIVE,
  /** The chain broke; the book is silent until it is whole again. */
  RESYNC,
  /** The feed has been silent for longer than it usually is. */
  STALE;

  /** Returns the state as people read it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
