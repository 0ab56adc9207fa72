// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Configurations.allVenuesWith;
import static io.marketprism.job.config.Configurations.faultsOfAllWith;
import static io.marketprism.job.config.Configurations.faultsWith;
import static io.marketprism.job.config.Configurations.with;
import static io.marketprism.job.config.VenueKey.BINANCE_DERIVATIVES;
import static io.marketprism.job.config.VenueKey.BINANCE_SPOT;
import static io.marketprism.job.config.VenueKey.DERIBIT_DERIVATIVES;
import static io.marketprism.job.config.VenueKey.OKX_DERIVATIVES;
import static io.marketprism.job.config.VenueKey.OKX_SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that differ from venue to venue, and those between venues. */
class VenueRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "BINANCE_SPOT; funding_rate; orderbook, trade",
        "OKX_SPOT; liquidation; orderbook, trade",
        "BINANCE_DERIVATIVES; volatility_index; orderbook, trade, funding_rate, open_interest,"
            + " liquidation, lsr_top_position, lsr_all_account",
        "DERIBIT_DERIVATIVES; lsr_all_account; orderbook, trade, funding_rate, open_interest,"
            + " volatility_index"
      })
  void aDataTypeThatTheVenueDoesNotHave(VenueKey venue, String type, String has) {
    assertThat(faultsWith(venue, "data_types=[" + type + "]"))
        .singleElement()
        .asString()
        .endsWith("'" + type + "' is none of them; allowed: " + has);
  }

  @Test
  void deribitsIndexIsOfCurrenciesAndTheRestOfPerpetuals() {
    String types = "data_types=[orderbook, volatility_index]";
    assertThat(with(DERIBIT_DERIVATIVES, types, "symbols=[BTC, BTC-PERPETUAL]").exchanges())
        .hasSize(1);
    assertThat(with(DERIBIT_DERIVATIVES, types, "symbols=['BTC*']").exchanges()).hasSize(1);
    assertThat(faultsWith(DERIBIT_DERIVATIVES, types))
        .containsExactly(
            "exchanges.deribit_derivatives.data_types (--set"
                + " exchanges.deribit_derivatives.data_types): orderbook is of none of the symbols;"
                + " add one of its perpetuals, such as BTC-PERPETUAL");
    assertThat(
            faultsWith(DERIBIT_DERIVATIVES, types, "symbols=['*-PERPETUAL', SOL_USDC-PERPETUAL]"))
        .containsExactly(
            "exchanges.deribit_derivatives.data_types (--set"
                + " exchanges.deribit_derivatives.data_types): volatility_index is of none of the"
                + " symbols; add one of its currencies, such as BTC");
  }

  @Test
  void aSymbolWithoutAnyOfTheDataTypesWouldBeCollectedInVain() {
    assertThat(faultsWith(DERIBIT_DERIVATIVES, "symbols=[BTC, ETH-PERPETUAL]"))
        .containsExactly(
            "exchanges.deribit_derivatives.symbols (--set exchanges.deribit_derivatives.symbols):"
                + " 'ETH-PERPETUAL' has none of the data_types; its own are orderbook, trade,"
                + " funding_rate, open_interest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "stream", "stream/", "prefix/ws"})
  void theRetiredAddressesOfUsdmAreRefused(String path) {
    assertThat(faultsWith(BINANCE_DERIVATIVES, "api.ws_url=wss://fstream.binance.com/" + path))
        .singleElement()
        .asString()
        .contains("is an address that Binance retired on 2026-04-23")
        .endsWith("write it without the path, such as wss://fstream.binance.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"public", "market", "private", "public/ws", "market/stream"})
  void oneClassOfStreamsOfUsdmIsNotEnough(String path) {
    assertThat(faultsWith(BINANCE_DERIVATIVES, "api.ws_url=wss://fstream.binance.com/" + path))
        .singleElement()
        .asString()
        .contains("names one class of streams");
  }

  @ParameterizedTest
  @CsvSource({
    "OKX_SPOT, wss://ws.okx.com:8443",
    "OKX_SPOT, wss://ws.okx.com:8443/ws/v5",
    "OKX_DERIVATIVES, wss://ws.okx.com:8443/ws/v5/public",
    "OKX_DERIVATIVES, wss://ws.okx.com:8443/ws/v5/business",
    "DERIBIT_DERIVATIVES, wss://www.deribit.com",
    "DERIBIT_DERIVATIVES, wss://test.deribit.com/ws/api/v2",
    "BINANCE_DERIVATIVES, wss://proxy.example/streams/binance"
  })
  void theSocketsThatVenuesDocumentAreTaken(VenueKey venue, String url) {
    assertThat(with(venue, "api.ws_url=" + url).exchanges().get(0).endpoints().ws())
        .hasToString(url);
  }

  @ParameterizedTest
  @CsvSource({
    "OKX_SPOT, wss://ws.okx.com:8443/ws/v5/private",
    "OKX_SPOT, wss://ws.okx.com:8443/ws",
    "DERIBIT_DERIVATIVES, wss://www.deribit.com/ws"
  })
  void otherSocketsAreNot(VenueKey venue, String url) {
    assertThat(faultsWith(venue, "api.ws_url=" + url))
        .singleElement()
        .asString()
        .endsWith(
            "ends in the venue's stream path, which the collector adds itself; write it without");
  }

  @ParameterizedTest
  @CsvSource({
    "BINANCE_SPOT, https://api.binance.com/api/v3",
    "BINANCE_DERIVATIVES, https://fapi.binance.com/fapi/v1",
    "OKX_SPOT, https://www.okx.com/api/v5"
  })
  void theApiPathIsTheCollectorsToAdd(VenueKey venue, String url) {
    assertThat(faultsWith(venue, "api.base_url=" + url))
        .singleElement()
        .asString()
        .endsWith(
            "ends in the venue's API path, which the collector adds itself; write it without");
  }

  @Test
  void venuesOnOneHostShareOneBudget() {
    assertThat(faultsOfAllWith("exchanges.okx_derivatives.rest.budget-share=30"))
        .containsExactly(
            "exchanges.okx_derivatives.rest.budget-share (--set"
                + " exchanges.okx_derivatives.rest.budget-share): 30 is not"
                + " exchanges.okx_spot.rest.budget-share 50, although both use one REST host, which"
                + " counts them together; give both the same");
    String share = "exchanges.okx_derivatives.rest.budget-share=30";
    assertThat(allVenuesWith(share, "exchanges.okx_spot.rest.budget-share=30").exchanges())
        .hasSize(5);
    assertThat(allVenuesWith(share, "exchanges.okx_spot.enabled=false").exchanges()).hasSize(5);
    assertThat(
            allVenuesWith(share, "exchanges.okx_spot.api.base_url=https://eea.okx.com").exchanges())
        .hasSize(5);
    assertThat(allVenuesWith("exchanges.binance_spot.rest.budget-share=30").exchanges()).hasSize(5);
  }

  @Test
  void venuesWithDifferentLimitsCannotShareAHost() {
    assertThat(faultsOfAllWith("exchanges.okx_spot.api.base_url=https://fapi.binance.com"))
        .containsExactly(
            "exchanges.okx_spot.api.base_url (--set exchanges.okx_spot.api.base_url): is on the"
                + " host of exchanges.binance_derivatives.api.base_url, which has other limits; give"
                + " each venue a host, or a port, of its own");
    assertThat(faultsOfAllWith("exchanges.deribit_derivatives.api.ws_url=wss://ws.okx.com:8443"))
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "BINANCE_SPOT, 5001",
    "BINANCE_SPOT, 4",
    "BINANCE_DERIVATIVES, 200",
    "BINANCE_DERIVATIVES, 5000",
    "OKX_SPOT, 401",
    "OKX_DERIVATIVES, 500",
    "DERIBIT_DERIVATIVES, 400"
  })
  void aSnapshotHasAsManyLevelsAsTheVenueGives(VenueKey venue, int levels) {
    assertThat(faultsWith(venue, "orderbook.snapshot_depth=" + levels)).hasSize(1);
    assertThat(faultsWith(venue, "orderbook.snapshot-limit=" + levels)).hasSize(1);
  }

  @Test
  void okxsDifferencesAreThoseOf400Levels() {
    assertThat(faultsWith(OKX_SPOT, "orderbook.snapshot-limit=100"))
        .singleElement()
        .asString()
        .endsWith("100 is none of them; allowed: 400");
    assertThat(with(OKX_SPOT, "orderbook.snapshot_depth=100").exchanges()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "snapshot"})
  void noVenueGivesMoreThanItHas(String method) {
    assertThat(
            faultsOfAllWith(
                "publish.depth=500",
                "exchanges.okx_spot.enabled=false",
                "exchanges.okx_derivatives.orderbook.method=" + method))
        .contains(
            "publish.depth (--set publish.depth): 500 is more than the 400 levels that"
                + " okx_derivatives gives; lower it");
  }

  @Test
  void aPolledBookIsPublishedAsDeepAsItIs() {
    assertThat(with(BINANCE_SPOT, "orderbook.method=snapshot").publish().depth()).isEqualTo(400);
    assertThat(
            faultsWith(
                BINANCE_SPOT,
                "orderbook.method=snapshot",
                "orderbook.snapshot_depth=200",
                "orderbook.keep-depth=100"))
        .containsExactly(
            "exchanges.binance_spot.orderbook.keep-depth (--set"
                + " exchanges.binance_spot.orderbook.keep-depth): 100 is less than"
                + " exchanges.binance_spot.orderbook.snapshot_depth 200; raise it or lower"
                + " exchanges.binance_spot.orderbook.snapshot_depth");
  }

  @ParameterizedTest
  @EnumSource(VenueKey.class)
  void onlyUsdmIsAskedOverAWebSocket(VenueKey venue) {
    String set = "orderbook.snapshot-transport=ws-api";
    if (venue == BINANCE_DERIVATIVES) {
      assertThat(with(venue, set).exchanges().get(0).orderBook().snapshotTransport())
          .isEqualTo(ExchangeConfig.SnapshotTransport.WS_API);
    } else {
      assertThat(faultsWith(venue, set))
          .singleElement()
          .asString()
          .endsWith("'ws-api' is none of them; allowed: rest");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"999ms", "61m", "30"})
  void aPollIsEveryOneSecondToOneHour(String interval) {
    assertThat(faultsWith(OKX_DERIVATIVES, "poll.open_interest=" + interval)).hasSize(1);
    assertThat(faultsWith(OKX_DERIVATIVES, "orderbook.snapshot_interval=" + interval)).hasSize(1);
  }

  @Test
  void aFeedIsNotStaleBetweenTwoPolls() {
    assertThat(faultsOfAllWith("exchanges.okx_derivatives.poll.open_interest=90s"))
        .containsExactly(
            "exchanges.okx_derivatives.stale-after.open_interest (--set"
                + " exchanges.okx_derivatives.poll.open_interest): 90s is not longer than"
                + " exchanges.okx_derivatives.poll.open_interest 90s; the feed would be stale"
                + " between two polls");
    assertThat(
            faultsWith(
                BINANCE_SPOT, "orderbook.method=snapshot", "orderbook.snapshot_interval=60s"))
        .hasSize(1);
    assertThat(with(BINANCE_SPOT, "orderbook.snapshot_interval=60s").exchanges())
        .as("streamed books are not polled")
        .hasSize(1);
    assertThat(with(OKX_DERIVATIVES, "poll.open_interest=10m").exchanges())
        .as("what is not collected is not stale")
        .hasSize(1);
  }

  @Test
  void choicesOfOkxNeedNoOkx() {
    assertThat(
            Configurations.minimalWith("okx.lsr-scope=currency", "okx.trades-channel=trades-all")
                .choices()
                .okxRatioScope())
        .isEqualTo("currency");
  }

  @Test
  void aRatioOfACurrencyHasFewPeriods() {
    assertThat(faultsOfAllWith("okx.lsr-scope=currency", "lsr.period=15m"))
        .containsExactly(
            "lsr.period (--set lsr.period): OKX has no ratio of a currency for 15m, only for 5m,"
                + " 1h, 1d; choose one of them or okx.lsr-scope: contract");
    assertThat(allVenuesWith("okx.lsr-scope=currency", "lsr.period=1h").choices().ratioPeriod())
        .isEqualTo("1h");
  }

  @Test
  void everyTransportCanBeChosen() {
    for (DataType type : DataType.values()) {
      String key = "publish.transport." + type.token();
      assertThat(allVenuesWith(key + "=jetstream").publish().transportOf(type))
          .isEqualTo(PublishConfig.Transport.JETSTREAM);
      assertThat(allVenuesWith(key + "=core").publish().transportOf(type))
          .isEqualTo(PublishConfig.Transport.CORE);
    }
  }
}
