// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.io.IOException;
import javax.annotation.Nullable;

/** A message could not be published; says which subject, what the server said, and what to do. */
public final class NatsPublishException extends IOException {

  private static final long serialVersionUID = 1L;

  private final PublishError error;
  @Nullable private final String subject;

  NatsPublishException(PublishError error, @Nullable String subject, String message) {
    super(message);
    this.error = error;
    this.subject = subject;
  }

  /** What kind of failure it was. */
  public PublishError error() {
    return error;
  }

  /** The subject of the message, null when the failure concerns the whole connection. */
  @Nullable
  public String subject() {
    return subject;
  }
}
