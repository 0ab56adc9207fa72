// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the venue says to requests. */
class OkxRequestTest {
  private static final String REQUEST =
      "{\"id\":\"1512\",\"op\":\"subscribe\",\"args\":[{\"channel\":\"books\",\"instId\":\"X-Y\"}]}";

  @Test
  void anAcknowledgementRepeatsIdAndChannel() {
    OkxRequest request = OkxRequest.parse(REQUEST, 1_000);
    assertThat(request.acknowledged(request.args().get(0), "a4d3ae55"))
        .isEqualTo(
            """
            {"id":"1512","event":"subscribe","arg":{"channel":"books","instId":"X-Y"},\
            "connId":"a4d3ae55"}""");
  }

  @Test
  void anUnknownChannelIsNamed() {
    OkxRequest request = OkxRequest.parse(REQUEST, 1_000);
    assertThat(request.unknownChannel(request.args().get(0), "a4d3ae55"))
        .isEqualTo(
            """
            {"id":"1512","event":"error","code":"60018","msg":"Wrong URL or channel:books,\
            instId:X-Y doesn't exist. Please use the correct URL, channel and parameters \
            referring to API document.","connId":"a4d3ae55"}""");
  }

  @Test
  void anInvalidRequestIsQuoted() {
    OkxRequest request = OkxRequest.parse("{\"op\":\"shout\"}", 1_000);
    assertThat(request.refused(request.error(), "a4d3ae55"))
        .isEqualTo(
            """
            {"event":"error","code":"60012","msg":"Invalid request: {\\"op\\":\\"shout\\"}",\
            "connId":"a4d3ae55"}""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense                                        | 60012",
        "[]                                              | 60012",
        "{\"op\":\"subscribe\"}                          | 60012",
        "{\"op\":\"subscribe\",\"args\":[]}              | 60013",
        "{\"op\":\"subscribe\",\"args\":[\"books\"]}     | 60013",
        "{\"op\":\"unsubscribe\",\"args\":[{\"a\":1}]}   | 60013"
      })
  void whatIsWrongHasACode(String text, String code) {
    assertThat(OkxRequest.parse(text, 1_000).error()).isEqualTo(code);
  }

  @Test
  void argumentsMayNotBeTooLong() {
    assertThat(OkxRequest.parse(REQUEST, 10).error()).isEqualTo("60013");
  }
}
