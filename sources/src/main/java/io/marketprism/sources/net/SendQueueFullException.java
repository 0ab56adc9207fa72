// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

/** More messages were handed to a connection than its send limit lets out and its queue holds. */
public final class SendQueueFullException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /** With what is to be said of the connection. */
  public SendQueueFullException(String message) {
    super(message);
  }
}
