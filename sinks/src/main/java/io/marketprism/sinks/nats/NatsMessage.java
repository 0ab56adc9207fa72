// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import javax.annotation.Nullable;

/**
 * One message to publish.
 *
 * <p>The payload is handed on without a copy and may be sent a second time after a reconnect: once
 * given, the array must not be written to again. Immutable otherwise; may be shared by threads.
 */
public final class NatsMessage {

  /** The header by which a JetStream stream recognises a repeated message. */
  public static final String MESSAGE_ID_HEADER = "Nats-Msg-Id";

  private final String subject;
  @Nullable private final String messageId;
  private final Map<String, String> headers;
  private final byte[] payload;
  private final Delivery delivery;

  /**
   * One message; nothing is checked here, but when it is published.
   *
   * @param subject where to; dot-separated tokens without blanks and wildcards
   * @param messageId value of {@code Nats-Msg-Id}, printable ASCII; null for none. Without it a
   *     JetStream message that has to be repeated is stored twice
   * @param headers further headers, printable ASCII. Use one constant map for all messages where
   *     possible: its encoding is kept as long as the same instance comes again
   * @param payload the body, may be empty
   * @param delivery core or JetStream
   */
  public NatsMessage(
      String subject,
      @Nullable String messageId,
      Map<String, String> headers,
      byte[] payload,
      Delivery delivery) {
    this.subject = requireNonNull(subject, "subject");
    this.messageId = messageId;
    this.headers = requireNonNull(headers, "headers");
    this.payload = requireNonNull(payload, "payload");
    this.delivery = requireNonNull(delivery, "delivery");
  }

  public String subject() {
    return subject;
  }

  @Nullable
  public String messageId() {
    return messageId;
  }

  public Map<String, String> headers() {
    return headers;
  }

  /** The array itself, not a copy. */
  public byte[] payload() {
    return payload;
  }

  public Delivery delivery() {
    return delivery;
  }

  @Override
  public String toString() {
    return delivery + " " + subject + " id=" + messageId + ", " + payload.length + " bytes";
  }
}
