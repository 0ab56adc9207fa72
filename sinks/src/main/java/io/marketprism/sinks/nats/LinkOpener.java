// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.MessageHandler;
import io.nats.client.Options;
import io.nats.client.Options.SubjectValidationType;
import java.io.IOException;
import java.time.Duration;

/**
 * Opens the connections of one writer, all alike: subscribed to its inbox, with the client's
 * settings that this sink relies on.
 *
 * @param endpoint where to
 * @param maxInFlight what the client's queue must take
 * @param inbox where acks come in
 * @param replies who gets them, on the client's dispatcher thread
 * @param events who is told that a connection ended
 * @param complaints who hears what the server complains about
 */
record LinkOpener(
    NatsEndpoint endpoint,
    int maxInFlight,
    Inbox inbox,
    MessageHandler replies,
    ConnectionListener events,
    ErrorListener complaints) {

  private static final Duration PING_INTERVAL = Duration.ofSeconds(10);
  private static final int MAX_PINGS_OUT = 2;

  /** While the client's queue is full, a failure or a cancellation is noticed after this time. */
  private static final Duration PUSH_TIMEOUT = Duration.ofMillis(500);

  /**
   * @throws IOException when no server can be reached or none lets us in
   */
  Connection open() throws IOException, InterruptedException {
    Connection opened = endpoint.connect(this::configure);
    try {
      opened.createDispatcher(replies).subscribe(inbox.wildcard());
      return opened;
    } catch (IllegalStateException e) {
      opened.close();
      throw new IOException("Lost the connection to " + endpoint + " as soon as it was made.", e);
    }
  }

  private void configure(Options.Builder options) {
    options
        .subjectValidationType(SubjectValidationType.None) // see SubjectRules
        .pingInterval(PING_INTERVAL)
        .maxPingsOut(MAX_PINGS_OUT)
        .writeQueuePushTimeout(PUSH_TIMEOUT)
        // Everything under way twice: once sent, once repeated after a missing ack.
        .maxMessagesInOutgoingQueue(2 * maxInFlight + 64)
        .connectionListener(events)
        .errorListener(complaints);
  }
}
