// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import static io.marketprism.sources.enumerator.Plans.BTC;
import static io.marketprism.sources.enumerator.Plans.ETH;
import static io.marketprism.sources.enumerator.Plans.SOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import io.marketprism.sources.split.Cursor;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeedPlanTest {
  private static final Venue USDM = Venues.of("binance_derivatives");
  private static final VenueSettings BOOKS = Plans.settings(2, List.of("all"), DataType.ORDERBOOK);

  private static List<FeedSplit> plan(VenueSettings settings, List<Instrument> instruments) {
    return FeedPlan.splits(USDM, settings, instruments, new VenuePast());
  }

  @Test
  void connectionsHaveNoMoreInstrumentsThanConfigured() {
    List<FeedSplit> splits = plan(BOOKS, List.of(SOL, BTC, ETH));
    assertThat(splits)
        .extracting(FeedSplit::splitId)
        .containsExactly("binance-usdm-public-0", "binance-usdm-public-1");
    assertThat(splits.get(0).instruments()).containsExactly(BTC, ETH);
    assertThat(splits.get(1).instruments()).containsExactly(SOL);
  }

  @Test
  void planIsTheSameWhateverTheOrderOfTheList() {
    List<Instrument> shuffled = new ArrayList<>(Plans.many(50));
    List<FeedSplit> plan = plan(BOOKS, shuffled);
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(plan(BOOKS, shuffled)).isEqualTo(plan);
    }
  }

  @Test
  void wholeMarketIsOneConnectionHoweverManyInstruments() {
    VenueSettings liquidations = Plans.settings(2, List.of("all"), DataType.LIQUIDATION);
    assertThat(plan(liquidations, Plans.many(1_000)))
        .singleElement()
        .satisfies(split -> assertThat(split.instruments()).hasSize(1_000));
  }

  @Test
  void polledInstrumentsAreGatheredInFeedsOfThousand() {
    VenueSettings polled = Plans.settings(2, List.of("all"), DataType.OPEN_INTEREST);
    assertThat(plan(polled, Plans.many(2_100)))
        .extracting(split -> split.instruments().size())
        .containsExactly(1_000, 1_000, 100);
  }

  @Test
  void eachDataTypeHasFeedsOfItsOwn() {
    VenueSettings three =
        Plans.settings(
            10, List.of("all"), DataType.ORDERBOOK, DataType.TRADE, DataType.FUNDING_RATE);
    assertThat(plan(three, List.of(BTC)))
        .extracting(FeedSplit::dataType)
        .containsExactly(DataType.ORDERBOOK, DataType.TRADE, DataType.FUNDING_RATE);
  }

  @Test
  void feedGetsOnlyInstrumentsThatTheVenueHasItsDataTypeOf() {
    Instrument index =
        new Instrument("deribit", MarketType.OPTIONS, "BTC", "BTC-DVOL", QuantityUnit.BASE, null);
    Instrument perpetual =
        new Instrument(
            "deribit", MarketType.PERPETUAL, "BTC-USD", "BTC-PERPETUAL", QuantityUnit.BASE, null);
    VenueSettings settings =
        Plans.settings(
            "deribit_derivatives",
            false,
            10,
            List.of("all"),
            DataType.ORDERBOOK,
            DataType.VOLATILITY_INDEX);
    List<FeedSplit> splits =
        FeedPlan.splits(
            Venues.of("deribit_derivatives"), settings, List.of(index, perpetual), new VenuePast());
    assertThat(splits.get(0).instruments()).containsExactly(perpetual);
    assertThat(splits.get(1).instruments()).containsExactly(index);
  }

  @Test
  void cursorsGoWithTheirInstrumentsAndDataTypes() {
    VenuePast past = new VenuePast();
    past.remember(split(DataType.ORDERBOOK, SOL, new Cursor(7, 70)));
    past.remember(split(DataType.TRADE, BTC, new Cursor(8, 80)));
    List<FeedSplit> splits = FeedPlan.splits(USDM, BOOKS, List.of(BTC, ETH, SOL), past);
    assertThat(splits.get(0).cursors()).isEmpty();
    assertThat(splits.get(1).cursors()).containsExactly(Map.entry(SOL.key(), new Cursor(7, 70)));
  }

  @Test
  void noInstrumentMeansNoConnection() {
    assertThat(plan(BOOKS, List.of())).isEmpty();
  }

  @Test
  void instrumentsStayWhereTheyAreWhenOthersGo() {
    List<FeedSplit> before = plan(BOOKS, List.of(BTC, ETH, SOL));
    List<FeedSplit> after = FeedPlan.changed(USDM, BOOKS, List.of(ETH, SOL), before);
    assertThat(after.get(0).instruments()).containsExactly(ETH);
    assertThat(after.get(1).instruments()).containsExactly(SOL);
  }

  @Test
  void newInstrumentFillsFeedThatHasRoomAndElseBeginsOne() {
    List<FeedSplit> before = plan(BOOKS, List.of(BTC, ETH, SOL));
    Instrument ada = Plans.perpetual("ADA");
    Instrument xrp = Plans.perpetual("XRP");
    List<FeedSplit> after = FeedPlan.changed(USDM, BOOKS, List.of(ada, BTC, ETH, SOL, xrp), before);
    assertThat(after).extracting(FeedSplit::splitId).last().isEqualTo("binance-usdm-public-2");
    assertThat(after.get(0).instruments()).containsExactly(BTC, ETH);
    assertThat(after.get(1).instruments()).containsExactly(SOL, ada);
    assertThat(after.get(2).instruments()).containsExactly(xrp);
  }

  @Test
  void feedThatLostAllOfItsInstrumentsStaysForThoseToCome() {
    List<FeedSplit> before = plan(BOOKS, List.of(BTC));
    List<FeedSplit> empty = FeedPlan.changed(USDM, BOOKS, List.of(), before);
    assertThat(empty).singleElement().satisfies(split -> assertThat(split.instruments()).isEmpty());
    List<FeedSplit> again = FeedPlan.changed(USDM, BOOKS, List.of(ETH), empty);
    assertThat(again)
        .singleElement()
        .satisfies(split -> assertThat(split.instruments()).containsExactly(ETH));
  }

  @Test
  void wholeMarketTakesNewInstrumentsInItsOneFeed() {
    VenueSettings liquidations = Plans.settings(2, List.of("all"), DataType.LIQUIDATION);
    List<FeedSplit> before = plan(liquidations, Plans.many(10));
    assertThat(FeedPlan.changed(USDM, liquidations, Plans.many(500), before))
        .singleElement()
        .satisfies(split -> assertThat(split.instruments()).hasSize(500));
  }

  @Test
  void noInstrumentIsEverCollectedTwiceOrForgotten() {
    List<FeedSplit> splits = plan(BOOKS, List.of());
    List<Instrument> all = Plans.many(30);
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      List<Instrument> listed = all.stream().filter(one -> random.nextInt(3) > 0).toList();
      splits = FeedPlan.changed(USDM, BOOKS, listed, splits);
      assertThat(splits).allSatisfy(split -> assertThat(split.instruments()).hasSizeBetween(0, 2));
      assertThat(splits).extracting(FeedSplit::splitId).doesNotHaveDuplicates();
      assertThat(splits.stream().flatMap(split -> split.instruments().stream()))
          .containsExactlyInAnyOrderElementsOf(listed);
    }
  }

  private static FeedSplit split(DataType type, Instrument instrument, Cursor cursor) {
    return new FeedSplit(
        "old-0", USDM.key(), type, List.of(instrument), Map.of(instrument.key(), cursor));
  }
}
