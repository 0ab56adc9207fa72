// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.BookSnapshot;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec.Refusal;
import io.marketprism.sources.venue.PollCodec.SocketRequests;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.binance.Fuzz;
import io.marketprism.sources.venue.binance.Received;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinanceUsdmBookPollTest {
  private static final String BOOK =
      """
      {"lastUpdateId":1027024,"E":1786540329180,"T":1786540329176,\
      "bids":[["4.00000000","431.00000000"]],"asks":[["4.00000200","12.00000000"]]}""";

  private static final String ANSWER =
      "{\"id\":17,\"status\":200,\"result\":" + BOOK + ",\"rateLimits\":[{\"count\":5}]}";

  private static final String LIMITED =
      """
      {"id":17,"status":429,"error":{"code":-1003,"msg":"Too much request weight used.",\
      "data":{"serverTime":1786540329176,"retryAfter":1786540339176}}}""";

  private final BinanceUsdmBookPoll overRest = new BinanceUsdmBookPoll(100, "");
  private final BinanceUsdmBookPoll overSocket =
      new BinanceUsdmBookPoll(100, "wss://ws-fapi.binance.com");
  private final SocketRequests requests = overSocket.socketRequests().orElseThrow();

  private Received socketAnswer(String body) throws FrameException {
    return new Received().answer(overSocket, Usdm.BTC, body);
  }

  @Test
  void bookComesOverRestWhereNoWebSocketApiIsConfigured() throws FrameException {
    assertThat(overRest.socketRequests()).isEmpty();
    assertThat(overRest.call(Usdm.BTC, 0))
        .isEqualTo(new RestCall("/fapi/v1/depth", Map.of("symbol", "BTCUSDT", "limit", "100"), 5));
    BookSnapshot book = new Received().answer(overRest, Usdm.BTC, BOOK).snapshots.get(0);
    assertThat(book.updateId()).isEqualTo(1_027_024);
    assertThat(book.eventTime()).isEqualTo(1_786_540_329_176L);
    assertThat(book.bidsComplete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wss://ws-fapi.binance.com",
        "wss://ws-fapi.binance.com/",
        "wss://ws-fapi.binance.com/ws-fapi/v1",
        "wss://ws-fapi.binance.com/ws-fapi/v1/"
      })
  void webSocketApiIsFoundUnderItsPath(String configured) {
    assertThat(new BinanceUsdmBookPoll(100, configured).socketRequests().orElseThrow().uri())
        .isEqualTo(URI.create("wss://ws-fapi.binance.com/ws-fapi/v1"));
  }

  @Test
  void requestNamesItsIdAndTheAnswerHasItAgain() {
    assertThat(requests.request(17, Usdm.BTC))
        .isEqualTo(
            "{\"id\":17,\"method\":\"depth\",\"params\":{\"symbol\":\"BTCUSDT\",\"limit\":100}}");
    byte[] bytes = ("x" + ANSWER + "yy").getBytes(UTF_8);
    assertThat(requests.idOf(bytes, 1, bytes.length - 3)).isEqualTo(17);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"id\":\"17\"}", "{\"id\":null}", "\u0000", "{]"})
  void whatHasNoIdAnswersNothing(String answer) {
    byte[] bytes = answer.getBytes(UTF_8);
    assertThat(requests.idOf(bytes, 0, bytes.length)).isEqualTo(-1);
  }

  @Test
  void bookIsUnderResult() throws FrameException {
    assertThat(socketAnswer(ANSWER).snapshots)
        .isEqualTo(new Received().answer(overRest, Usdm.BTC, BOOK).snapshots);
    assertThat(requests.refusal(ANSWER.getBytes(UTF_8))).isNull();
  }

  @Test
  void errorIsUnderErrorNotAtTheTop() {
    assertThatThrownBy(() -> socketAnswer(LIMITED))
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("code -1003: Too much request weight used.");
    assertThat(requests.refusal(LIMITED.getBytes(UTF_8)))
        .isEqualTo(new Refusal(429, Optional.of(10_000L)));
  }

  @ParameterizedTest
  @CsvSource({
    "429, 418, 418",
    "429, 403, 403",
    "429, 400, 429",
  })
  void refusalIsToldByItsStatusOrItsCode(String part, String instead, int status) {
    assertThat(requests.refusal(LIMITED.replace(part, instead).getBytes(UTF_8)).status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":1,\"status\":400,\"error\":{\"code\":-1121,\"msg\":\"Invalid symbol.\"}}",
        "{\"id\":1,\"status\":400,\"error\":\"no\"}",
        "{\"id\":1,\"status\":200}",
        "{",
        "17"
      })
  void otherErrorsAreNoRefusals(String answer) {
    assertThat(requests.refusal(answer.getBytes(UTF_8))).isNull();
    assertThatThrownBy(() -> socketAnswer(answer)).isInstanceOf(FrameException.class);
  }

  @Test
  void waitThatCannotBeReadIsNotInvented() {
    assertThat(requests.refusal(LIMITED.replace("1786540339176", "\"soon\"").getBytes(UTF_8)))
        .isEqualTo(new Refusal(429, Optional.empty()));
  }

  @Test
  void damagedAnswersAreRefusedAndNothingWorse() {
    Fuzz.neverThrowsAnythingElse(ANSWER, this::socketAnswer);
    for (String answer : new String[] {ANSWER, LIMITED}) {
      Fuzz.neverThrowsAnythingElse(
          answer,
          damaged -> {
            byte[] bytes = damaged.getBytes(UTF_8);
            assertThat(requests.idOf(bytes, 0, bytes.length)).isGreaterThanOrEqualTo(-1);
            requests.refusal(bytes);
            return new Received();
          });
    }
  }
}
