// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A message ready to be published.
 *
 * @param kind first token of the subject; decides the transport
 * @param subject the full subject
 * @param messageId the {@code Nats-Msg-Id}, or null for none
 * @param payload UTF-8 JSON; shared, not copied: nobody may write to it
 */
public record WireMessage(Kind kind, String subject, String messageId, byte[] payload) {

  /** The kinds of messages, with the first token of their subjects. */
  public enum Kind {
    ORDERBOOK("orderbook"),
    TRADE("trade"),
    FUNDING_RATE("funding_rate"),
    OPEN_INTEREST("open_interest"),
    LIQUIDATION("liquidation"),
    LSR_TOP_POSITION("lsr_top_position"),
    LSR_ALL_ACCOUNT("lsr_all_account"),
    VOLATILITY_INDEX("volatility_index"),
    ORDERBOOK_DELTA("orderbook_delta"),
    QUOTE("quote"),
    FEED_STATUS("feed_status"),
    DEAD_LETTER("dead_letter"),
    HEALTH("health");

    private static final Kind[] BY_CODE = values();

    private final String token;

    Kind(String token) {
      this.token = token;
    }

    /** First token of the subject. */
    public String token() {
      return token;
    }

    /** The stable number on the network; it must never change for a constant. */
    public int code() {
      return ordinal();
    }

    /** The constant of a {@link #code()}. */
    public static Kind ofCode(int code) {
      return BY_CODE[code];
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WireMessage that
        && kind == that.kind
        && subject.equals(that.subject)
        && java.util.Objects.equals(messageId, that.messageId)
        && Arrays.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return 31 * subject.hashCode() + Arrays.hashCode(payload);
  }

  @Override
  public String toString() {
    return subject + ' ' + new String(payload, StandardCharsets.UTF_8);
  }
}
