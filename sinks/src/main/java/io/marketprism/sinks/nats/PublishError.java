// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

/** Why a message could not be published: values of the metric label {@code error_type}. */
public enum PublishError {
  /** No ack came, after all repetitions. */
  TIMEOUT,
  /** No stream takes the subject, or JetStream is not there (503 no responders). */
  NO_STREAM,
  /** The server or the stream refused the message. */
  REJECTED,
  /** Larger than the server's {@code max_payload}. */
  PAYLOAD_TOO_LARGE,
  /** A core message was on its way when the connection broke; it may or may not have arrived. */
  DISCONNECTED,
  /**
   * The process was suspended and may have been replaced; ends the writer, no message is counted.
   */
  SUSPENDED;

  private final String label = name().toLowerCase(java.util.Locale.ROOT);

  String label() {
    return label;
  }
}
