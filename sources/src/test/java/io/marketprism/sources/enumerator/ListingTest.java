// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import io.marketprism.sources.venue.SymbolSelection;
import io.marketprism.sources.venue.Venue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListingTest {
  private static final Instrument BTC = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  private static final Instrument ETH = Instrument.spot("binance", "ETH-USDT", "ETHUSDT");
  private static final Instrument SOL = Instrument.spot("binance", "SOL-USDT", "SOLUSDT");

  private final Listing all = new Listing(new SymbolSelection(List.of("all")), Map.of());

  @Test
  void whatIsListedIsCollected() {
    assertThat(all.update(list(BTC, ETH))).containsExactlyInAnyOrder(BTC, ETH);
    assertThat(all.update(list(BTC, ETH, SOL))).containsExactlyInAnyOrder(BTC, ETH, SOL);
    assertThat(all.news()).isEmpty();
  }

  @Test
  void onlyWhatIsSelectedIsCollected() {
    Listing some = new Listing(new SymbolSelection(List.of("SOLUSDT", "B*")), Map.of());
    assertThat(some.update(list(BTC, ETH, SOL))).containsExactlyInAnyOrder(BTC, SOL);
    assertThat(some.news()).isEmpty();
  }

  @Test
  void oneListThatLacksAnInstrumentEndsNothing() {
    all.update(list(BTC, ETH));
    assertThat(all.update(list(BTC))).containsExactlyInAnyOrder(BTC, ETH);
    assertThat(all.news()).isEmpty();
    assertThat(all.update(list(BTC, ETH))).containsExactlyInAnyOrder(BTC, ETH);
    assertThat(all.update(list(BTC))).containsExactlyInAnyOrder(BTC, ETH);
  }

  @Test
  void emptyListEndsNothing() {
    all.update(list(BTC, ETH));
    assertThat(all.update(list())).containsExactlyInAnyOrder(BTC, ETH);
  }

  @Test
  void secondListInRowThatLacksAnInstrumentEndsIt() {
    all.update(list(BTC, ETH));
    all.update(list(BTC));
    assertThat(all.update(list(BTC))).containsExactly(BTC);
    assertThat(all.news())
        .containsExactly("ETHUSDT: the venue does not list it; it is not collected any more");
    all.update(list(BTC));
    assertThat(all.news()).isEmpty();
  }

  @Test
  void newsTellWhyAnInstrumentIsNotCollectedAnyMore() {
    all.update(list(BTC, ETH));
    Venue.InstrumentList halted =
        new Venue.InstrumentList(Map.of("BTCUSDT", BTC), Map.of("ETHUSDT", "status BREAK"));
    all.update(halted);
    all.update(halted);
    assertThat(all.news()).containsExactly("ETHUSDT: status BREAK; it is not collected any more");
  }

  @Test
  void namedSymbolThatIsNotListedIsNewsOnce() {
    Listing named = new Listing(new SymbolSelection(List.of("BTCUSDT", "NONEUSDT")), Map.of());
    assertThat(named.update(list(BTC))).containsExactly(BTC);
    assertThat(named.news())
        .containsExactly("NONEUSDT: the venue does not list it; it is not collected");
    assertThat(named.unlisted())
        .containsExactly(Map.entry("NONEUSDT", "the venue does not list it"));
    named.update(list(BTC));
    assertThat(named.news()).isEmpty();
    assertThat(named.unlisted()).isEmpty();
  }

  @Test
  void namedSymbolThatEndsIsNotUnlistedBesides() {
    Listing named = new Listing(new SymbolSelection(List.of("BTCUSDT", "ETHUSDT")), Map.of());
    named.update(list(BTC, ETH));
    for (int lists = 0; lists < 3; lists++) {
      named.update(list(BTC));
      assertThat(named.unlisted()).isEmpty();
      assertThat(named.news()).hasSize(lists == 1 ? 1 : 0);
    }
  }

  @Test
  void endOfSymbolIsNewsAgainAfterItWasListedMeanwhile() {
    all.update(list(BTC, ETH));
    for (int round = 0; round < 2; round++) {
      all.update(list(BTC));
      all.update(list(BTC));
      assertThat(all.news()).hasSize(1);
      assertThat(all.update(list(BTC, ETH))).containsExactlyInAnyOrder(BTC, ETH);
    }
  }

  @Test
  void changedInstrumentReplacesWhatItWas() {
    Instrument before = swap("0.01");
    Instrument after = swap("0.1");
    all.update(list(before));
    assertThat(all.update(list(after))).containsExactly(after);
  }

  @Test
  void whatIsKnownFromBeforeIsCollectedUntilTwoListsLackIt() {
    Listing restored =
        new Listing(new SymbolSelection(List.of("all")), Map.of("BTCUSDT", BTC, "ETHUSDT", ETH));
    assertThat(restored.update(list(BTC))).containsExactlyInAnyOrder(BTC, ETH);
    assertThat(restored.update(list(BTC))).containsExactly(BTC);
  }

  @Test
  void whatIsKnownFromBeforeAndNotConfiguredAnyMoreIsNotCollected() {
    Listing restored =
        new Listing(
            new SymbolSelection(List.of("BTCUSDT")), Map.of("BTCUSDT", BTC, "ETHUSDT", ETH));
    assertThat(restored.update(list(BTC, ETH))).containsExactly(BTC);
  }

  @Test
  void instrumentThatTheListNamesOtherwiseThanItselfIsCollectedOnce() {
    Instrument index =
        new Instrument("deribit", MarketType.OPTIONS, "BTC", "BTC-DVOL", QuantityUnit.BASE, null);
    Listing restored = new Listing(new SymbolSelection(List.of("all")), Map.of("BTC-DVOL", index));
    Venue.InstrumentList named = new Venue.InstrumentList(Map.of("BTC", index), Map.of());
    assertThat(restored.update(named)).containsExactly(index);
    assertThat(restored.update(named)).containsExactly(index);
    assertThat(restored.news()).isEmpty();
  }

  private static Instrument swap(String contractValue) {
    return new Instrument(
        "okx",
        MarketType.PERPETUAL,
        "BTC-USDT",
        "BTC-USDT-SWAP",
        QuantityUnit.CONTRACTS,
        contractValue);
  }

  private static Venue.InstrumentList list(Instrument... instruments) {
    Map<String, Instrument> byName = new HashMap<>();
    for (Instrument instrument : instruments) {
      byName.put(instrument.nativeId(), instrument);
    }
    return new Venue.InstrumentList(byName, Map.of());
  }
}
