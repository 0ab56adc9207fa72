// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.Venue.InstrumentList;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OkxInstrumentsTest {
  private final OkxVenue spot = OkxVenue.spot();
  private final OkxVenue derivatives = OkxVenue.derivatives();

  private static byte[] list(String... rows) {
    return ("{\"code\":\"0\",\"msg\":\"\",\"data\":[" + String.join(",", rows) + "]}")
        .getBytes(UTF_8);
  }

  private static String spotRow(String instId, String base, String quote, String state) {
    return """
        {"instType":"SPOT","instId":"%s","baseCcy":"%s","quoteCcy":"%s","state":"%s","ctVal":"",\
        "instFamily":""}"""
        .formatted(instId, base, quote, state);
  }

  private static String swapRow(
      String instId, String family, String value, String multiplier, String type, String state) {
    return """
        {"instType":"SWAP","instId":"%s","baseCcy":"","quoteCcy":"","instFamily":"%s",\
        "ctVal":"%s","ctMult":"%s","ctType":"%s","state":"%s","new":[{}]}"""
        .formatted(instId, family, value, multiplier, type, state);
  }

  @Test
  void listIsAskedForByTheTypeOfInstrument() {
    assertThat(spot.instrumentsCall(Set.of("BTC-USDT")).query()).containsOnly(entry("SPOT"));
    assertThat(derivatives.instrumentsCall(Set.of()).query()).containsOnly(entry("SWAP"));
    assertThat(spot.limits().pools()).containsKey(spot.instrumentsCall(Set.of()).pool());
  }

  private static Map.Entry<String, String> entry(String type) {
    return Map.entry("instType", type);
  }

  @Test
  void spotIsNamedByItsCurrencies() throws FrameException {
    InstrumentList list = spot.instruments(list(spotRow("BTC-USDT", "BTC", "USDT", "live")));
    assertThat(list.rejected()).isEmpty();
    assertThat(list.instruments())
        .containsOnlyKeys("BTC-USDT")
        .containsValue(Instrument.spot("okx", "BTC-USDT", "BTC-USDT"));
  }

  @Test
  void perpetualIsNamedByItsFamilyAndWorthItsContractValue() throws FrameException {
    InstrumentList list =
        derivatives.instruments(
            list(
                swapRow("BTC-USDT-SWAP", "BTC-USDT", "0.01", "1", "linear", "live"),
                swapRow("BTC-USD-SWAP", "BTC-USD", "100", "1", "inverse", "live"),
                swapRow("X-USDT-SWAP", "X-USDT", "0.10", "10.0", "linear", "live"),
                swapRow("BTC-USD_UM-SWAP", "BTC-USD_UM", "0.001", "1", "linear", "live"),
                swapRow("Y-USDT-SWAP", "Y-USDT", "", "1", "linear", "live")));
    assertThat(list.rejected()).isEmpty();
    assertThat(list.instruments().get("BTC-USDT-SWAP")).isEqualTo(OkxFixture.BTC_SWAP);
    assertThat(list.instruments().get("BTC-USDT-SWAP").key()).isEqualTo("okx.perpetual.BTC-USDT");
    assertThat(list.instruments().get("BTC-USD-SWAP"))
        .isEqualTo(OkxFixture.perpetual("BTC-USD", "BTC-USD-SWAP", "100", true));
    assertThat(list.instruments().get("X-USDT-SWAP").contractValue()).isEqualTo("1");
    assertThat(list.instruments().get("BTC-USD_UM-SWAP").symbol()).isEqualTo("BTC-USD_UM");
    assertThat(list.instruments().get("Y-USDT-SWAP").contractValue()).isNull();
  }

  @Test
  void whatCannotBeCollectedIsRejectedWithItsReason() throws FrameException {
    assertThat(
            spot.instruments(
                    list(
                        spotRow("A-USDT", "A", "USDT", "preopen"),
                        spotRow("B-USDT", "B", "USDT", "suspend"),
                        spotRow("\u5e01-USDT", "\u5e01", "USDT", "live"),
                        spotRow("C-USDT", "", "USDT", "live"),
                        swapRow("D-USDT-SWAP", "D-USDT", "1", "1", "linear", "live")))
                .rejected())
        .hasSize(5)
        .containsEntry("A-USDT", "state preopen")
        .containsEntry("B-USDT", "state suspend")
        .containsEntry("\u5e01-USDT", "illegal_symbol")
        .containsEntry("C-USDT", "illegal_symbol")
        .containsEntry("D-USDT-SWAP", "unsupported_instrument");
    assertThat(
            derivatives
                .instruments(
                    list(
                        swapRow("BTC-USDT-260327", "BTC-USDT", "1", "1", "linear", "live"),
                        swapRow("A-USDT-SWAP", "A-USDT", "1", "1", "", "live"),
                        swapRow("B-USDT-SWAP", "B-USDT", "0", "1", "linear", "live"),
                        swapRow("C-USDT-SWAP", "C-USDT", "x", "1", "linear", "live"),
                        swapRow("D-USDT-SWAP", "", "1", "1", "linear", "live"),
                        swapRow("E-USDT-SWAP", "E-USDT", "1", "1", "linear", "")))
                .rejected())
        .hasSize(6)
        .containsEntry("BTC-USDT-260327", "unsupported_instrument")
        .containsEntry("A-USDT-SWAP", "unsupported_instrument: ctType unknown")
        .containsEntry("B-USDT-SWAP", "contract value 0")
        .hasEntrySatisfying("C-USDT-SWAP", why -> assertThat(why).startsWith("contract value: "))
        .containsEntry("D-USDT-SWAP", "illegal_symbol")
        .containsEntry("E-USDT-SWAP", "state unknown");
  }

  @Test
  void answerThatIsNoListIsRefused() {
    for (String body :
        new String[] {
          "{\"code\":\"50011\",\"msg\":\"Too Many Requests\",\"data\":[]}",
          "{\"code\":\"0\"}",
          "{\"code\":\"0\",\"data\":[7]}",
          "{\"code\":\"0\",\"data\":[{}]}",
          "[]"
        }) {
      assertThatThrownBy(() -> spot.instruments(body.getBytes(UTF_8)))
          .isInstanceOf(FrameException.class);
    }
  }

  @Test
  void nameAloneIsSplitOnlyWhereItIsOneOfTheMarket() {
    assertThat(spot.bySuffix("BTC-USDT")).isEqualTo(Instrument.spot("okx", "BTC-USDT", "BTC-USDT"));
    assertThat(spot.bySuffix("BTC-USDT-SWAP")).isNull();
    assertThat(spot.bySuffix("BTC-USDT-260327")).isNull();
    assertThat(spot.bySuffix("BTCFDUSD").symbol()).isEqualTo("BTC-FDUSD");
    assertThat(spot.bySuffix("XYZ")).isNull();
    assertThat(spot.bySuffix("BTC-")).isNull();
    assertThat(spot.bySuffix("B.C-USDT")).isNull();

    Instrument linear = derivatives.bySuffix("BTC-USDT-SWAP");
    assertThat(linear.symbol()).isEqualTo("BTC-USDT");
    assertThat(linear.marketType()).isEqualTo(MarketType.PERPETUAL);
    assertThat(linear.quantityUnit()).isEqualTo(QuantityUnit.CONTRACTS);
    assertThat(linear.contractValue()).isNull();
    assertThat(linear.isInverse()).isFalse();
    assertThat(derivatives.bySuffix("BTC-USD-SWAP").isInverse()).isTrue();
    assertThat(derivatives.bySuffix("BTC-USDT")).isNull();
    assertThat(derivatives.bySuffix("BTC-USDT-260327")).isNull();
    assertThat(derivatives.bySuffix("-SWAP")).isNull();
  }
}
