// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.NUID;

/**
 * The reply subjects of one writer: {@code <unique>.<number>}. The same for all connections of the
 * writer, so that an ack which overtakes a reconnect still counts. Any thread.
 */
final class Inbox {

  private final String prefix = "_INBOX." + NUID.nextGlobal() + '.';

  /** What to subscribe to. */
  String wildcard() {
    return prefix + '*';
  }

  String replySubject(long sequence) {
    return prefix + sequence;
  }

  /** The number at the end of a reply subject, -1 when there is none. */
  static long sequence(String subject) {
    int at = subject.lastIndexOf('.') + 1;
    int digits = subject.length() - at;
    if (digits == 0 || digits > 18) {
      return -1;
    }
    long sequence = 0;
    for (int i = at; i < subject.length(); i++) {
      int digit = subject.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      sequence = sequence * 10 + digit;
    }
    return sequence;
  }
}
