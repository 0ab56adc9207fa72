// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.sinks.nats.PublishReply.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule of what counts as an ack. */
class PublishReplyTest {

  private static PublishReply read(String body) {
    return PublishReply.of(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void streamAndSequenceAreAnAck() {
    PublishReply reply = read("{\"stream\":\"TRADES\",\"seq\":17}");
    assertThat(reply.kind()).isEqualTo(Kind.STORED);
    assertThat(reply.stream()).isEqualTo("TRADES");
    assertThat(reply.duplicate()).isFalse();
  }

  @Test
  void anAckMayCarryMoreAndInAnyOrder() {
    PublishReply reply =
        read(
            "{\"domain\":\"hub\", \"duplicate\": true,\"seq\":17, \"x\":{\"seq\":[1]},\"stream\":\"T\"}");
    assertThat(reply.kind()).isEqualTo(Kind.STORED);
    assertThat(reply.duplicate()).isTrue();
  }

  @Test
  void anErrorIsARefusalWithItsReason() {
    PublishReply reply =
        read(
            "{\"error\":{\"code\":503,\"err_code\":10077,\"description\":\"maximum bytes exceeded\"},\"stream\":\"TRADES\",\"seq\":0}");
    assertThat(reply.kind()).isEqualTo(Kind.REFUSED);
    assertThat(reply.stream()).isEqualTo("TRADES");
    assertThat(reply.error()).isEqualTo("maximum bytes exceeded [10077]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+ACK",
        "-NAK",
        "{}",
        "{",
        "[]",
        "{\"stream\":\"TRADES\"}",
        "{\"seq\":17}",
        "{\"stream\":\"TRADES\",\"seq\":17",
        "{\"stream\":null,\"seq\":17}",
        "{\"stream\":\"TRADES\",\"seq\":\"17\"}",
        "{\"error\":\"I could not parse your trade\"}",
        "{\"error\":null}",
        "{\"ok\":true}",
        "{\"error\":{\"code\":503"
      })
  void anythingElseIsForeign(String body) {
    assertThat(read(body).kind()).isEqualTo(Kind.FOREIGN);
  }

  @Test
  void randomBytesAreForeign() {
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 10_000; i++) {
      byte[] body = new byte[random.nextInt(64)];
      random.nextBytes(body);
      if (body.length > 0) {
        body[0] = '{';
      }
      assertThat(PublishReply.of(body).kind()).isEqualTo(Kind.FOREIGN);
    }
  }
}
