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
  private final boolean refusal;

  public FrameException(DeadLetter.Reason reason, String message) {
    this(reason, message, null);
  }

  /**
   * @param instrument the instrument whose stream lost a message by it, or null where that is not
   *     known
   */
  public FrameException(DeadLetter.Reason reason, String message, Instrument instrument) {
    this(reason, message, instrument, false);
  }

  private FrameException(
      DeadLetter.Reason reason, String message, Instrument instrument, boolean refusal) {
    super(message, null, false, false);
    this.reason = reason;
    this.instrument = instrument;
    this.refusal = refusal;
  }

  /**
   * A sound answer in which the venue refuses what was asked, such as an instrument that it does
   * not know.
   *
   * @param words the venue's
   * @param instrument the instrument that was asked for, or null where that is not known
   */
  public static FrameException refusal(String words, Instrument instrument) {
    return new FrameException(DeadLetter.Reason.UNKNOWN_MESSAGE, words, instrument, true);
  }

  public DeadLetter.Reason reason() {
    return reason;
  }

  /** The instrument whose stream lost a message, or null. */
  public Instrument instrument() {
    return instrument;
  }

  /** Whether the venue refused what was asked: the answer is sound, and no dead letter. */
  public boolean isRefusal() {
    return refusal;
  }
}
