// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.DerivativesEvent;

/**
 * What the messages of all derivatives events have in common: the envelope before the event's own
 * fields, subject and message id after them. Not thread-safe.
 */
final class EventFrame {
  private final WireMessage.Kind kind;
  private final Envelope envelope;
  private final JsonWriter json = new JsonWriter();

  EventFrame(WireMessage.Kind kind, WireOptions options) {
    this.kind = kind;
    this.envelope = new Envelope(kind, options);
  }

  /** Starts an event's message; the event's own fields follow. */
  JsonWriter begin(DerivativesEvent event, long publishTime) {
    json.begin(envelope.of(event.instrument()).head());
    envelope.times(json, event.eventTime(), event.receiveTime(), publishTime);
    return json;
  }

  /** Ends the message of an event that its instrument and time tell from all others. */
  WireMessage end(DerivativesEvent event) {
    return end(event, Long.toString(event.eventTime()));
  }

  /**
   * Ends an event's message.
   *
   * @param id what tells the event from the others of its instrument; not used where the venue sent
   *     no time
   */
  WireMessage end(DerivativesEvent event, String id) {
    Envelope.Prepared prepared = envelope.of(event.instrument());
    String messageId =
        event.eventTime() == Envelope.NO_TIME ? null : prepared.messageIdPrefix() + id;
    return new WireMessage(kind, prepared.subject(), messageId, json.end());
  }
}
