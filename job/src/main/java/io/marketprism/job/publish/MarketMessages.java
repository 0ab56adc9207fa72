// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.publish;

import io.marketprism.model.wire.WireMessage;
import io.marketprism.sinks.nats.Delivery;
import io.marketprism.sinks.nats.NatsMessage;
import io.marketprism.sinks.nats.NatsRecordSerializer;
import java.util.EnumMap;
import java.util.Map;

/**
 * Encoded messages as NATS messages: the transport of each kind, and the headers of wire contract
 * 4.
 */
public final class MarketMessages implements NatsRecordSerializer<WireMessage> {
  private static final long serialVersionUID = 1L;

  private static final Map<String, String> HEADERS = Map.of("MP-Schema", "1");

  private final EnumMap<WireMessage.Kind, Delivery> transports =
      new EnumMap<>(WireMessage.Kind.class);

  private final String prefix;

  /**
   * @param jetStreamKinds what is published through JetStream; all other kinds are core messages
   * @param prefix what subjects and ids of messages begin with; may be empty
   */
  public MarketMessages(Iterable<WireMessage.Kind> jetStreamKinds, String prefix) {
    this.prefix = prefix;
    for (WireMessage.Kind kind : WireMessage.Kind.values()) {
      transports.put(kind, Delivery.CORE);
    }
    jetStreamKinds.forEach(kind -> transports.put(kind, Delivery.JETSTREAM));
  }

  @Override
  public NatsMessage serialize(WireMessage message) {
    String id = message.messageId();
    return new NatsMessage(
        prefix.isEmpty() ? message.subject() : prefix + message.subject(),
        prefix.isEmpty() || id == null ? id : prefix + id,
        HEADERS,
        message.payload(),
        transports.get(message.kind()));
  }
}
