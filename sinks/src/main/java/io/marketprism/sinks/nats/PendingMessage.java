// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.impl.Headers;
import javax.annotation.Nullable;

/**
 * A message the writer has taken and the server has not yet confirmed. The fields that change are
 * guarded by the lock of its {@link Publisher}.
 */
final class PendingMessage {

  final String subject;
  @Nullable final String id;
  @Nullable final Headers headers;
  final byte[] payload;
  final SubjectSeries series;
  final int bytes;

  /** Place in its {@link Window}, given when it is added. */
  long sequence;

  /** {@link System#nanoTime()} of the last publish; 0 while it is held for lack of a connection. */
  long publishedNanos;

  /** Whether it was ever handed to a connection. */
  boolean handedOver;

  int republishes;

  /**
   * @param id by which the stream knows it, also among the headers
   */
  PendingMessage(
      String subject,
      @Nullable String id,
      @Nullable Headers headers,
      byte[] payload,
      SubjectSeries series) {
    this.subject = subject;
    this.id = id;
    this.headers = headers;
    this.payload = payload;
    this.series = series;
    this.bytes =
        subject.length() + payload.length + (headers == null ? 0 : headers.serializedLength());
  }
}
