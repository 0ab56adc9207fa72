// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.StreamCodec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private static final Instrument BTC = instrument("BTC");
  private static final Instrument ETH = instrument("ETH");
  private static final Instrument SOL = instrument("SOL");
  private static final Duration IN_TIME = Duration.ofSeconds(9);
  private static final Duration TOO_LATE = Duration.ofSeconds(11);

  private final List<String> sent = new ArrayList<>();
  private long now = 5_000_000_000L;
  private Subscriptions subscriptions;

  @BeforeEach
  void venueThatAnswersForEachInstrument() {
    begin(new Codec(2, true, false), 0);
  }

  private void begin(Codec codec, int messagesPerHour) {
    subscriptions = new Subscriptions(codec, messagesPerHour, () -> now);
    subscriptions.connected(sent::add);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void messagesNameNoMoreInstrumentsThanTheVenueTakes() {
    subscriptions.subscribe(List.of(BTC, ETH, SOL));
    assertThat(sent).containsExactly("subscribe 1 BTC,ETH", "subscribe 2 SOL");
  }

  @Test
  void wholeMarketIsSubscribedByOneMessageAndNeverEnded() {
    begin(new Codec(2, false, true), 0);
    subscriptions.subscribe(List.of(BTC, ETH, SOL));
    subscriptions.unsubscribe(List.of(SOL));
    assertThat(sent).containsExactly("subscribe 1 BTC,ETH,SOL");
  }

  @Test
  void answersForEachInstrumentAreCountedOneByOne() {
    subscriptions.subscribe(List.of(BTC, ETH));
    assertThat(subscriptions.accepted(1, ETH)).containsExactly(ETH);
    assertThat(subscriptions.isSettled()).isFalse();
    assertThat(subscriptions.isAccepted(BTC)).isFalse();
    assertThat(subscriptions.accepted(1, BTC)).containsExactly(BTC);
    assertThat(subscriptions.isSettled()).isTrue();
    assertThat(subscriptions.acceptedCount()).isEqualTo(2);
  }

  @Test
  void answerForTheWholeMessageAcceptsAllOfIt() {
    begin(new Codec(2, false, false), 0);
    subscriptions.subscribe(List.of(BTC, ETH, SOL));
    assertThat(subscriptions.accepted(1, null)).containsExactly(BTC, ETH);
    assertThat(subscriptions.isSettled()).isFalse();
    assertThat(subscriptions.accepted(2, null)).containsExactly(SOL);
    assertThat(subscriptions.isSettled()).isTrue();
  }

  @Test
  void refusalOfTheWholeMessageRefusesAllOfIt() {
    begin(new Codec(2, false, false), 0);
    subscriptions.subscribe(List.of(BTC, ETH));
    assertThat(subscriptions.refused(1, null, "no"))
        .containsExactly(
            new Subscriptions.Refusal(BTC, "no"), new Subscriptions.Refusal(ETH, "no"));
    assertThat(subscriptions.isSettled()).isTrue();
  }

  @Test
  void errorThatNamesNoInstrumentIsThatOfThoseWhichAreNotAcceptedInTime() {
    subscriptions.subscribe(List.of(BTC, ETH));
    assertThat(subscriptions.refused(1, null, "60018: unknown")).isEmpty();
    subscriptions.accepted(1, BTC);
    pass(TOO_LATE);
    assertThat(subscriptions.overdue())
        .containsExactly(new Subscriptions.Refusal(ETH, "60018: unknown"));
    assertThat(subscriptions.isSettled()).isTrue();
  }

  @Test
  void instrumentThatTheAnswersLeaveOutIsOverdueOnce() {
    subscriptions.subscribe(List.of(BTC, ETH));
    subscriptions.accepted(1, BTC);
    pass(IN_TIME);
    assertThat(subscriptions.overdue()).isEmpty();
    pass(TOO_LATE);
    assertThat(subscriptions.overdue())
        .containsExactly(new Subscriptions.Refusal(ETH, "not answered"));
    assertThat(subscriptions.overdue()).isEmpty();
  }

  @Test
  void answerThatComesAfterItsTimeIsOfNoUse() {
    subscriptions.subscribe(List.of(BTC));
    pass(TOO_LATE);
    subscriptions.overdue();
    assertThat(subscriptions.accepted(1, BTC)).isEmpty();
    assertThat(subscriptions.isAccepted(BTC)).isFalse();
  }

  @Test
  void endOfSubscriptionIsNeitherMissedNorCountedAsSubscribed() {
    subscriptions.subscribe(List.of(BTC));
    subscriptions.accepted(1, BTC);
    subscriptions.unsubscribe(List.of(BTC));
    assertThat(sent).last().isEqualTo("unsubscribe 2 BTC");
    assertThat(subscriptions.isAccepted(BTC)).isFalse();
    assertThat(subscriptions.isSettled()).isTrue();
    assertThat(subscriptions.accepted(2, BTC)).isEmpty();
    pass(TOO_LATE);
    assertThat(subscriptions.overdue()).isEmpty();
    assertThat(subscriptions.refused(2, null, "was not subscribed")).isEmpty();
  }

  @Test
  void answersToUnknownMessagesSayNothing() {
    subscriptions.subscribe(List.of(BTC));
    assertThat(subscriptions.accepted(7, BTC)).isEmpty();
    assertThat(subscriptions.refused(7, null, "no")).isEmpty();
    assertThat(subscriptions.isSettled()).isFalse();
  }

  @Test
  void nothingIsSubscribedOnNewConnectionAndItsIdsBeginAnew() {
    subscriptions.subscribe(List.of(BTC));
    subscriptions.accepted(1, BTC);
    subscriptions.disconnected();
    assertThat(subscriptions.acceptedCount()).isZero();
    subscriptions.connected(sent::add);
    subscriptions.subscribe(List.of(ETH));
    assertThat(sent).last().isEqualTo("subscribe 1 ETH");
  }

  @Test
  void connectionIsExhaustedBeforeTheVenueWouldRefuseToEndAndBeginSubscription() {
    begin(new Codec(1, true, false), 10);
    subscriptions.subscribe(IntStream.range(0, 8).mapToObj(n -> instrument("C" + n)).toList());
    assertThat(subscriptions.isExhausted()).isFalse();
    subscriptions.subscribe(List.of(BTC));
    assertThat(subscriptions.isExhausted()).isTrue();
  }

  @Test
  void exhaustionEndsWithTheHourAndWithTheConnection() {
    begin(new Codec(1, true, false), 2);
    subscriptions.subscribe(List.of(BTC));
    assertThat(subscriptions.isExhausted()).isTrue();
    pass(Duration.ofMinutes(61));
    assertThat(subscriptions.isExhausted()).isFalse();
    subscriptions.subscribe(List.of(ETH));
    assertThat(subscriptions.isExhausted()).isTrue();
    subscriptions.connected(sent::add);
    assertThat(subscriptions.isExhausted()).isFalse();
  }

  private static Instrument instrument(String base) {
    return Instrument.spot("okx", base + "-USDT", base);
  }

  /** Writes messages that can be read. */
  private record Codec(int instrumentsPerMessage, boolean answersEach, boolean isWholeMarket)
      implements StreamCodec {
    @Override
    public URI uri() {
      return URI.create("ws://127.0.0.1");
    }

    @Override
    public void expect(List<Instrument> instruments) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String subscribe(long id, List<Instrument> instruments) {
      return "subscribe " + id + ' ' + names(instruments);
    }

    @Override
    public String unsubscribe(long id, List<Instrument> instruments) {
      return "unsubscribe " + id + ' ' + names(instruments);
    }

    private static String names(List<Instrument> instruments) {
      return String.join(",", instruments.stream().map(Instrument::nativeId).toList());
    }

    @Override
    public void decode(byte[] bytes, int offset, int length, long receiveTime, Target target) {
      throw new UnsupportedOperationException();
    }
  }
}
