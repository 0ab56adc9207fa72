// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.simulator.Simulator;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Polls keep their rhythm and their manners when the venue does not. */
class PollITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String INTEREST = "/fapi/v1/openInterest?symbol=";

  @Test
  void pollThatIsNotAnsweredIsNotRepeatedAndWhatItMissedIsNotMadeUpFor() throws Exception {
    try (Simulator simulator = Simulator.builder().venue("binance_derivatives").start();
        GuardedRest rest = new GuardedRest(simulator.restUrl());
        FeedRig rig =
            FeedRig.start(
                FeedSettings.of("binance_derivatives", simulator)
                    .rest(rest.url())
                    .symbols("BTCUSDT", "ETHUSDT")
                    .types(DataType.OPEN_INTEREST))) {
      Collected collected = rig.collected();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  collected.wasLive(DataType.OPEN_INTEREST, "BTCUSDT")
                      && collected.wasLive(DataType.OPEN_INTEREST, "ETHUSDT"));
      rest.hold(INTEREST + "BTCUSDT");
      long held = rest.requests(INTEREST + "BTCUSDT");
      long others = rest.requests(INTEREST + "ETHUSDT");
      await().atMost(PATIENCE).until(() -> rest.requests(INTEREST + "ETHUSDT") >= others + 8);
      assertThat(rest.requests(INTEREST + "BTCUSDT")).isLessThanOrEqualTo(held + 1);
      rest.release();
      long othersThen = rest.requests(INTEREST + "ETHUSDT");
      await().atMost(PATIENCE).until(() -> rest.requests(INTEREST + "BTCUSDT") >= held + 5);
      long since = rest.requests(INTEREST + "ETHUSDT") - othersThen;
      assertThat(rest.requests(INTEREST + "BTCUSDT") - held)
          .as("no more of the one than of the other, of which %d", since)
          .isLessThanOrEqualTo(since + 3);
      assertThat(rest.mostUnderWay()).isEqualTo(1);
    }
  }

  @Test
  void refusalStopsAllFeedsOfTheHostUntilItIsOver() throws Exception {
    try (Simulator simulator = Simulator.builder().venue("binance_derivatives").start();
        GuardedRest rest = new GuardedRest(simulator.restUrl());
        FeedRig rig =
            FeedRig.start(
                FeedSettings.of("binance_derivatives", simulator)
                    .rest(rest.url())
                    .symbols("BTCUSDT", "ETHUSDT")
                    .types(
                        DataType.OPEN_INTEREST,
                        DataType.FUNDING_RATE,
                        DataType.LSR_TOP_POSITION,
                        DataType.ORDERBOOK)
                    .polledBooks(200))) {
      Collected collected = rig.collected();
      for (DataType type :
          new DataType[] {
            DataType.OPEN_INTEREST,
            DataType.FUNDING_RATE,
            DataType.LSR_TOP_POSITION,
            DataType.ORDERBOOK
          }) {
        await().atMost(PATIENCE).until(() -> collected.wasLive(type, "BTCUSDT"));
      }
      rest.refuseOne(2);
      await().atMost(PATIENCE).until(() -> rest.refusedAt() != 0);
      long refusedAt = rest.refusedAt();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  rest.requests().stream()
                      .anyMatch(
                          request -> request.nanos() - refusedAt > TimeUnit.SECONDS.toNanos(2)));
      // What was under way when the venue refused may still arrive.
      assertThat(rest.requests())
          .noneMatch(
              request ->
                  request.nanos() - refusedAt > TimeUnit.MILLISECONDS.toNanos(500)
                      && request.nanos() - refusedAt < TimeUnit.MILLISECONDS.toNanos(1_990));
      assertThat(rig.budget("binance_derivatives").rateLimits()).containsEntry(429, 1L);
      long funding = rest.requests("premiumIndex");
      await().atMost(PATIENCE).until(() -> rest.requests("premiumIndex") > funding + 2);
      assertThat(rest.mostUnderWay()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "binance_derivatives, binance_derivatives, BTCUSDT, ETHUSDT, ETHUSDT",
    "okx_derivatives, okx, BTC-USDT-SWAP, ETH-USDT-SWAP, ETHUSDT",
    "deribit_derivatives, deribit, BTC-PERPETUAL, ETH-PERPETUAL, ETHUSDT",
  })
  void instrumentThatTheVenueDoesNotKnowIsRejectedOnceAndLiveAgainWhenItDoes(
      String key, String simulated, String known, String unknown, String pair) throws Exception {
    try (Simulator simulator = Simulator.builder().venue(simulated).start();
        FeedRig rig =
            FeedRig.start(
                FeedSettings.of(key, simulator)
                    .symbols(known, unknown)
                    .types(DataType.FUNDING_RATE))) {
      Collected collected = rig.collected();
      await().atMost(PATIENCE).until(() -> collected.wasLive(DataType.FUNDING_RATE, unknown));
      simulator.delist(pair, false);
      await()
          .atMost(PATIENCE)
          .until(() -> collected.told(FeedStatus.Event.REJECTED, unknown, "rest_error"));
      int figures = collected.figures(DataType.FUNDING_RATE).size();
      await()
          .atMost(PATIENCE)
          .until(() -> collected.figures(DataType.FUNDING_RATE).size() > figures + 5);
      assertThat(collected.statuses(FeedStatus.Event.REJECTED, unknown)).hasSize(1);
      assertThat(collected.statuses(FeedStatus.Event.REJECTED, known)).isEmpty();
      assertThat(collected.letters()).isEmpty();
      simulator.list(pair);
      await()
          .atMost(PATIENCE)
          .until(() -> collected.statuses(FeedStatus.Event.LIVE, unknown).size() == 2);
    }
  }
}
