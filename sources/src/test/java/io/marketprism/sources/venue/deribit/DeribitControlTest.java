// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.model.DataType.ORDERBOOK;
import static io.marketprism.model.DataType.TRADE;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.BTC;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.SOL;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.decode;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.frames;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.sources.venue.FrameException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeribitControlTest {
  private final DeribitFrames frames = frames(ORDERBOOK, BTC, SOL);

  @Test
  void firstWordAsksForHeartbeatsTwiceWithinTheSilenceThatIsBorne() {
    assertThat(frames.greetings())
        .containsExactly(
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"public/set_heartbeat\","
                + "\"params\":{\"interval\":15}}");
    assertThat(DeribitControl.setHeartbeat(5_000)).contains("\"interval\":10}");
  }

  @Test
  void testRequestIsAnsweredAtOnce() throws Exception {
    assertThat(heartbeat("test_request"))
        .containsExactly(
            "reply {\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"public/test\",\"params\":{}}");
    assertThat(heartbeat("heartbeat")).isEmpty();
  }

  private List<String> heartbeat(String type) throws FrameException {
    return decode(
            frames,
            "{\"jsonrpc\":\"2.0\",\"method\":\"heartbeat\",\"params\":{\"type\":\"" + type + "\"}}")
        .control;
  }

  @Test
  void answersToOurOwnMessagesAreNobodysSubscription() throws Exception {
    assertThat(decode(frames, "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"ok\"}").control)
        .isEmpty();
    assertThat(
            decode(frames, "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"version\":\"1.2\"}}")
                .control)
        .isEmpty();
  }

  @Test
  void channelsAreNamedInOneMessage() {
    assertThat(frames.subscribe(3, List.of(BTC, SOL)))
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"public/subscribe\",\"params\":{\"channels\":"
                + "[\"book.BTC-PERPETUAL.100ms\",\"book.SOL_USDC-PERPETUAL.100ms\"]}}");
    assertThat(frames(TRADE, BTC).unsubscribe(4, List.of(BTC)))
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"public/unsubscribe\",\"params\":"
                + "{\"channels\":[\"trades.BTC-PERPETUAL.100ms\"]}}");
  }

  @Test
  void channelMissingInTheAnswerIsRefused() throws Exception {
    frames.subscribe(3, List.of(BTC, SOL));
    assertThat(answer(3, "book.SOL_USDC-PERPETUAL.100ms"))
        .containsExactly(
            "accepted 3 SOL_USDC-PERPETUAL",
            "refused 3 BTC-PERPETUAL: book.BTC-PERPETUAL.100ms is not in the answer");
    assertThat(frames.answersEach()).isTrue();
  }

  @Test
  void endOfASubscriptionIsAcceptedWhateverItNames() throws Exception {
    frames.unsubscribe(4, List.of(BTC));
    assertThat(answer(4, "book.BTC-PERPETUAL.100ms")).containsExactly("accepted 4 all");
  }

  @Test
  void connectionBeforeIsForgotten() throws Exception {
    frames.subscribe(1, List.of(BTC));
    frames.connected();
    assertThat(answer(1, "book.BTC-PERPETUAL.100ms")).containsExactly("accepted 1 all");
  }

  private List<String> answer(long id, String channel) throws FrameException {
    return decode(
            frames,
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"result\":[\""
                + channel
                + "\"],\"usIn\":\"1786563120531596\",\"usOut\":\"1786563120531808\","
                + "\"usDiff\":212,\"testnet\":false}")
        .control;
  }

  @Test
  void errorRefusesAllOfTheMessage() throws Exception {
    frames.subscribe(5, List.of(BTC, SOL));
    assertThat(
            decode(
                    frames,
                    "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":-32602,\"message\":\"Invalid"
                        + " params\",\"data\":{\"reason\":\"wrong format\",\"param\":\"channels\"}}}")
                .control)
        .containsExactly(
            "refused 5 BTC-PERPETUAL: error -32602: Invalid params (wrong format)",
            "refused 5 SOL_USDC-PERPETUAL: error -32602: Invalid params (wrong format)");
  }

  @Test
  void tooManyRequestsEndTheSession() throws Exception {
    frames.subscribe(6, List.of(BTC));
    String error = "\"error\":{\"code\":10028,\"message\":\"too_many_requests\"}}";
    assertThat(decode(frames, "{\"jsonrpc\":\"2.0\",\"id\":6," + error).control)
        .containsExactly(
            "refused 6 BTC-PERPETUAL: error 10028: too_many_requests", "shutdown rate_limited");
    assertThat(decode(frames, "{\"jsonrpc\":\"2.0\"," + error).control)
        .containsExactly("refused 0 all: error 10028: too_many_requests", "shutdown rate_limited");
  }

  @Test
  void connectionWithoutHeartbeatsIsNotKept() throws Exception {
    assertThat(
            decode(frames, "{\"id\":0,\"error\":{\"code\":11050,\"message\":\"bad_request\"}}")
                .control)
        .containsExactly("refused 0 all: error 11050: bad_request", "shutdown subscribe_error");
  }

  @Test
  void answerWithoutAnIdAnswersNothing() {
    assertThatThrownBy(() -> decode(frames, "{\"jsonrpc\":\"2.0\",\"result\":[]}"))
        .isInstanceOfSatisfying(
            FrameException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.MISSING_FIELD));
  }

  @Test
  void onlyBooksAndTradesAreStreamed() {
    assertThatThrownBy(
            () -> new DeribitFrames(DataType.VOLATILITY_INDEX, DeribitFixtures.settings(Map.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
