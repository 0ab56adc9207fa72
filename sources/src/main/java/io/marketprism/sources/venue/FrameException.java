// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import io.marketprism.model.DeadLetter;
import io.marketprism.model.Instrument;

/**
 * A frame or an answer that is not what the venue's documents promise. It becomes a dead letter.
 */
public final class FrameException extends Exception {
  private static final long serialVersionUID = 1L;

  private final DeadLetter.Reason reason;
  private final transient Instrument instrument;

  public FrameException(DeadLetter.Reason reason, String message) {
    this(reason, message, null);
  }

  /**
   * @param instrument the instrument whose stream lost a message by it, or null where that is not
   *     known
   */
  public FrameException(DeadLetter.Reason reason, String message, Instrument instrument) {
    super(message, null, false, false);
    this.reason = reason;
    this.instrument = instrument;
  }

  public DeadLetter.Reason reason() {
    return reason;
  }

  /** The instrument whose stream lost a message, or null. */
  public Instrument instrument() {
    return instrument;
  }
}
