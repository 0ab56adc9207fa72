// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A request that brought no usable answer. The message names the URL, the status and the first 200
 * bytes of the body.
 */
public final class RestException extends IOException {
  private static final long serialVersionUID = 1;

  /** What went wrong. */
  public enum Kind {
    /** No complete answer within the deadline. */
    TIMEOUT("timeout"),
    /** The connection could not be opened, or broke. */
    CONNECT("connect"),
    /** An answer with another status than 2xx. */
    STATUS("status"),
    /** The body is larger than the bound. */
    OVERSIZE("oversize"),
    /** The venue asks to slow down: 429 or what its body says so with. */
    RATE_LIMITED("rate_limited"),
    /**
     * The venue refuses us (418, 403, 451), or did recently and the time is not over: nothing was
     * sent.
     */
    BANNED("banned"),
    /** The budget does not allow the request: nothing was sent. */
    BUDGET("budget"),
    /** The client was closed. */
    CLOSED("closed");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The value for metric labels. */
    public String label() {
      return label;
    }
  }

  private final Kind kind;
  private final int status;
  private final transient byte[] body;
  private final Duration retryAfter; // null: not said

  /** A failure that was written down: its cause, its body and how long to wait are not known. */
  public static RestException recorded(Kind kind, int status, String message) {
    return new RestException(kind, message, status, new byte[0], null, null);
  }

  RestException(Kind kind, String message) {
    this(kind, message, 0, new byte[0], null, null);
  }

  RestException(
      Kind kind, String message, int status, byte[] body, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  /** The HTTP status, or 0 if there was no answer. */
  public int status() {
    return status;
  }

  /** The body of the answer, where the venue says why; empty if there was none. */
  public byte[] body() {
    return body == null ? new byte[0] : body.clone();
  }

  /**
   * For {@link Kind#RATE_LIMITED} and {@link Kind#BANNED}: how long the host is left alone from now
   * on.
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
