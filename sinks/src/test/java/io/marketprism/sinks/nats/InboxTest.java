// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxTest {

  @Test
  void aReplySubjectGivesItsNumberBack() {
    Inbox inbox = new Inbox();
    for (long sequence : new long[] {0, 1, 10_000, 999_999_999_999_999_999L}) {
      assertThat(Inbox.sequence(inbox.replySubject(sequence))).isEqualTo(sequence);
    }
    assertThat(inbox.wildcard()).startsWith("_INBOX.").endsWith(".*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "_INBOX.x.", "_INBOX.x.1a", "_INBOX.x.-1", "x.12345678901234567890"})
  void whatHasNoNumberGivesNone(String subject) {
    assertThat(Inbox.sequence(subject)).isEqualTo(-1);
  }
}
