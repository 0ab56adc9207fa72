// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

/** The peer broke RFC 6455 or RFC 7692; the connection cannot go on. */
final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1;

  private final int closeCode;

  ProtocolException(int closeCode, String message) {
    super(message);
    this.closeCode = closeCode;
  }

  /** The code for the close frame, RFC 6455 §7.4.1. */
  int closeCode() {
    return closeCode;
  }
}
