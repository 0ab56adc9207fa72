// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.sources.venue.deribit.DeribitFixtures.BTC;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.DVOL;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.SOL;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import io.marketprism.sources.net.RestResponse;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.Venue.InstrumentList;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeribitVenueTest {
  private final DeribitVenue venue = (DeribitVenue) Venues.of("deribit_derivatives");

  private static String listed(
      String name, String period, String type, String base, String quote, boolean active) {
    return """
        {"tick_size":0.5,"settlement_period":"%s","settlement_currency":"BTC",\
        "quote_currency":"%s","min_trade_amount":10,"max_leverage":50,"kind":"future",\
        "is_active":%s,"instrument_name":"%s","instrument_id":210838,"instrument_type":"%s",\
        "expiration_timestamp":32503708800000,"contract_size":10,"tick_size_steps":[],\
        "base_currency":"%s"}"""
        .formatted(period, quote, active, name, type, base);
  }

  private InstrumentList list(String... listed) throws FrameException {
    return venue.instruments(
        ("{\"jsonrpc\":\"2.0\",\"result\":[" + String.join(",", listed) + "],\"usOut\":1}")
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void perpetualsAndVolatilityIndicesAreListedUnderTheNamesOfTheConfiguration() throws Exception {
    InstrumentList list =
        list(
            listed("BTC-PERPETUAL", "perpetual", "reversed", "BTC", "USD", true),
            listed("SOL_USDC-PERPETUAL", "perpetual", "linear", "SOL", "USDC", true),
            listed("BTC-29JAN27", "month", "reversed", "BTC", "USD", true),
            listed("ETH-PERPETUAL", "perpetual", "reversed", "ETH", "USD", false),
            listed("X_USDC-PERPETUAL", "perpetual", "quanto", "X", "USDC", true),
            listed("Y_USDC-PERPETUAL", "perpetual", "linear", "Ü", "USDC", true));
    assertThat(list.instruments())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "BTC", DVOL,
                "BTC-PERPETUAL", BTC,
                "SOL_USDC-PERPETUAL", SOL,
                "ETH", DeribitInstruments.byName("ETH")));
    assertThat(list.rejected())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "BTC-29JAN27", "unsupported_instrument",
                "ETH-PERPETUAL", "not active",
                "X_USDC-PERPETUAL", "unsupported_instrument",
                "Y_USDC-PERPETUAL", "illegal_symbol"));
  }

  @Test
  void amountsOfInversePerpetualsAreContractsOfOneDollar() {
    assertThat(BTC.symbol()).isEqualTo("BTC-USD");
    assertThat(BTC.isInverse()).isTrue();
    assertThat(BTC.quantityUnit()).isEqualTo(QuantityUnit.CONTRACTS);
    assertThat(BTC.contractValue()).isEqualTo("1");
  }

  @Test
  void amountsOfLinearPerpetualsAreInTheBaseCoin() {
    assertThat(SOL.symbol()).isEqualTo("SOL-USDC");
    assertThat(SOL.isInverse()).isFalse();
    assertThat(SOL.quantityUnit()).isEqualTo(QuantityUnit.BASE);
    assertThat(SOL.contractValue()).isNull();
  }

  @Test
  void volatilityIndexIsAnOptionsInstrumentOfItsCurrency() {
    assertThat(DVOL.key()).isEqualTo("deribit.options.BTC");
    assertThat(DVOL.nativeId()).isEqualTo("BTC-DVOL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BTC-29JAN27", "BTC-29JAN27-50000-C", "BTC_USDC", "", "btc"})
  void nameOfNoKnownFormIsNoInstrument(String name) {
    assertThat(venue.bySuffix(name)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"result\":{}}", "{\"result\":[7]}", "{\"result\":[{"})
  void listThatIsNoneIsRefused(String body) {
    assertThatThrownBy(() -> venue.instruments(body.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(FrameException.class);
  }

  @Test
  void wholeListIsAskedForAtOnce() {
    assertThat(venue.instrumentsCall(Set.of("BTC")).query())
        .isEqualTo(Map.of("currency", "any", "kind", "future"));
  }

  @Test
  void volatilityIsOfferedOfCurrenciesAndTheRestOfPerpetuals() {
    for (DataType type : venue.dataTypes()) {
      boolean volatility = type == DataType.VOLATILITY_INDEX;
      assertThat(venue.offers(type, DVOL)).isEqualTo(volatility);
      assertThat(venue.offers(type, BTC)).isEqualTo(!volatility);
      assertThat(venue.marketType(type))
          .isEqualTo(volatility ? MarketType.OPTIONS : MarketType.PERPETUAL);
      assertThat(venue.planName(type)).startsWith("deribit-");
    }
    assertThat(venue.offers(DataType.LIQUIDATION, BTC)).isFalse();
  }

  @Test
  void booksAreStreamedUnlessTheyArePolled() {
    VenueSettings settings = settings(Map.of());
    assertThat(venue.isPolled(DataType.ORDERBOOK, settings)).isFalse();
    assertThat(venue.isPolled(DataType.TRADE, settings)).isFalse();
    assertThat(venue.isPolled(DataType.VOLATILITY_INDEX, settings)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wss://www.deribit.com",
        "wss://www.deribit.com/",
        "wss://www.deribit.com/ws/api/v2",
        "wss://www.deribit.com/ws/api/v2/"
      })
  void pathOfTheSocketMayBePartOfTheConfiguredUrl(String ws) {
    VenueSettings settings = settings(ws, "https://www.deribit.com", Map.of());
    assertThat(venue.stream(DataType.TRADE, settings).uri())
        .isEqualTo(URI.create("wss://www.deribit.com/ws/api/v2"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://www.deribit.com,https://www.deribit.com",
    "https://www.deribit.com/api/v2/,https://www.deribit.com",
    "http://localhost:8080/deribit/api/v2,http://localhost:8080/deribit"
  })
  void pathOfTheApiMayBePartOfTheConfiguredUrl(String rest, URI base) {
    assertThat(venue.restBase(settings("wss://x", rest, Map.of()))).isEqualTo(base);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":{\"message\":\"too_many_requests\",\"code\":10028}} | true",
        "{\"error\":{\"message\":\"Invalid params\",\"code\":-32602}} | false",
        "{\"result\":{\"code\":10028}} | false",
        "<html>10028</html> | false",
        "[10028] | false",
      })
  void requestLimitIsToldInTheBody(String body, boolean limited) {
    RestResponse response =
        new RestResponse(
            URI.create("https://www.deribit.com"),
            400,
            HttpHeaders.of(Map.of(), (name, value) -> true),
            body.getBytes(StandardCharsets.UTF_8));
    assertThat(venue.isRateLimited(response)).isEqualTo(limited);
  }

  @Test
  void instrumentsAreEqualHoweverTheyBecameKnown() throws Exception {
    Instrument found =
        list(listed("BTC-PERPETUAL", "perpetual", "reversed", "BTC", "USD", true))
            .instruments()
            .get("BTC-PERPETUAL");
    assertThat(found).isEqualTo(venue.bySuffix("BTC-PERPETUAL"));
  }
}
