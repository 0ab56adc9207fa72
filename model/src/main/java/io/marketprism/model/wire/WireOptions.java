// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import java.io.Serializable;

/**
 * Choices of the wire form.
 *
 * @param levelObjects levels as {@code {"price","quantity"}} objects instead of {@code
 *     ["price","qty"]} arrays
 * @param publishTime {@code ts_ms} is the publish time, as in the original, and {@code event_ts_ms}
 *     carries the event time
 */
public record WireOptions(boolean levelObjects, boolean publishTime) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The contract's defaults. */
  public static final WireOptions DEFAULT = new WireOptions(false, false);
}
