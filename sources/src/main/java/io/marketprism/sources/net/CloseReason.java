// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a connection ended, or why it never came to be. Immutable.
 *
 * @param cause the category, for metrics and for the decision what to do next
 * @param code the close code of RFC 6455 §7.4: the peer's for {@link Cause#SERVER_CLOSE} (1005 if
 *     it gave none), ours for {@link Cause#LOCAL} and {@link Cause#PROTOCOL_ERROR}, else 1006
 * @param text for people: what happened, at which stage
 * @param httpStatus the status with which the server refused the handshake, else 0
 * @param retryAfter what the server asked for when it refused the handshake
 */
public record CloseReason(
    Cause cause, int code, String text, int httpStatus, Optional<Duration> retryAfter) {

  static final int NORMAL = 1000;
  static final int PROTOCOL_VIOLATION = 1002;
  static final int NO_CODE = 1005;
  static final int ABNORMAL = 1006;
  static final int BAD_PAYLOAD = 1007;
  static final int UNEXPECTED_CONDITION = 1011;

  /** The categories of {@link CloseReason}. */
  public enum Cause {
    /** The server sent a close frame. */
    SERVER_CLOSE("server_close"),
    /** The socket was reset, or ended without a close frame. */
    RESET("reset"),
    /** The host has no address, refused the connection, or its certificate was not accepted. */
    CONNECT_FAILED("connect_failed"),
    /** The server answered the handshake with something else than an upgrade. */
    REJECTED("rejected"),
    /** The connection was not open within the connect timeout. */
    TIMEOUT("timeout"),
    /** The server broke RFC 6455 or RFC 7692. */
    PROTOCOL_ERROR("protocol_error"),
    /** A callback of the listener threw. */
    LISTENER_FAILED("listener_failed"),
    /** We closed it. */
    LOCAL("local");

    private final String label;

    Cause(String label) {
      this.label = label;
    }

    /** The value for metric labels. */
    public String label() {
      return label;
    }
  }

  static CloseReason of(Cause cause, int code, String text) {
    return new CloseReason(cause, code, text, 0, Optional.empty());
  }
}
