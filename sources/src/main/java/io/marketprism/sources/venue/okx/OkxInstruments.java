// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import io.marketprism.model.Decimals;
import io.marketprism.model.Instrument;
import io.marketprism.model.QuantityUnit;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.QuoteSuffixes;
import io.marketprism.sources.venue.Venue.InstrumentList;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * OKX's instruments and their names ({@code GET /api/v5/public/instruments}; wire contract 3).
 * Sizes of perpetuals are in contracts, each worth {@code ctVal × ctMult} of the base, or of the
 * quote where {@code ctType} is inverse. Stateless.
 */
final class OkxInstruments {
  private static final String SWAP_SUFFIX = "-SWAP";
  private static final String LIVE = "live";
  private static final String ILLEGAL_SYMBOL = "illegal_symbol";
  private static final String UNSUPPORTED = "unsupported_instrument";

  private OkxInstruments() {}

  /**
   * Reads the instrument list of a market.
   *
   * @throws FrameException if the answer is no such list
   */
  static InstrumentList list(OkxMarket market, byte[] body) throws FrameException {
    Map<String, Instrument> instruments = new HashMap<>();
    Map<String, String> rejected = new HashMap<>();
    OkxAnswers.objects(
        body,
        json -> {
          OkxRow row = OkxRow.read(json, null);
          String instId = row.text("instId");
          OkxFields.require(instId != null, "instId", null);
          String reason = rejection(market, row, instId);
          if (reason == null) {
            instruments.put(instId, instrument(market, row, instId));
          } else {
            rejected.put(instId, reason);
          }
        });
    return new InstrumentList(instruments, rejected);
  }

  /** Why a listed instrument cannot be collected, or null. */
  private static String rejection(OkxMarket market, OkxRow row, String instId) {
    boolean isSwap = instId.endsWith(SWAP_SUFFIX);
    if (!market.instType().equals(row.text("instType")) || isSwap != (market == OkxMarket.SWAP)) {
      return UNSUPPORTED;
    }
    String symbol = symbol(market, row);
    if (symbol == null || !Instrument.isLegalToken(symbol) || !Instrument.isLegalToken(instId)) {
      return ILLEGAL_SYMBOL;
    }
    String state = row.text("state", "unknown");
    if (!LIVE.equals(state)) {
      return "state " + state;
    }
    return market == OkxMarket.SPOT ? null : rejection(row);
  }

  /** Why a contract cannot be collected, or null. */
  private static String rejection(OkxRow row) {
    String type = row.text("ctType", "unknown");
    if (!"linear".equals(type) && !"inverse".equals(type)) {
      return UNSUPPORTED + ": ctType " + type;
    }
    try {
      BigDecimal value = contractValue(row);
      return value == null || value.signum() > 0 ? null : "contract value " + value;
    } catch (FrameException e) {
      return "contract value: " + e.getMessage();
    }
  }

  private static String symbol(OkxMarket market, OkxRow row) {
    if (market == OkxMarket.SPOT) {
      String base = row.text("baseCcy");
      String quote = row.text("quoteCcy");
      return base == null || quote == null ? null : (base + '-' + quote).toUpperCase(Locale.ROOT);
    }
    // Lists from before September 2022 have only the underlying, of the same form.
    String family = row.text("instFamily", row.text("uly"));
    if (family == null) {
      return null;
    }
    String[] parts = family.split("-", 3);
    return parts.length < 2 ? null : (parts[0] + '-' + parts[1]).toUpperCase(Locale.ROOT);
  }

  private static BigDecimal contractValue(OkxRow row) throws FrameException {
    BigDecimal value = row.number("ctVal");
    BigDecimal multiplier = row.number("ctMult");
    return value == null || multiplier == null ? null : value.multiply(multiplier);
  }

  private static Instrument instrument(OkxMarket market, OkxRow row, String instId)
      throws FrameException {
    String symbol = symbol(market, row);
    if (market == OkxMarket.SPOT) {
      return Instrument.spot(OkxVenue.EXCHANGE, symbol, instId);
    }
    BigDecimal value = contractValue(row);
    return perpetual(
        symbol,
        instId,
        value == null ? null : Decimals.toPlainString(value),
        "inverse".equals(row.text("ctType")));
  }

  private static Instrument perpetual(
      String symbol, String instId, String contractValue, boolean inverse) {
    return new Instrument(
        OkxVenue.EXCHANGE,
        OkxMarket.SWAP.marketType(),
        symbol,
        instId,
        QuantityUnit.CONTRACTS,
        contractValue,
        inverse);
  }

  /**
   * An instrument by its name alone: without {@code -SWAP} it has two parts, or ends with a known
   * quote (wire contract 3, rule 2). What a contract is worth is not known then.
   *
   * @return null if it is none of the market
   */
  static Instrument bySuffix(OkxMarket market, String instId) {
    boolean isSwap = instId.endsWith(SWAP_SUFFIX);
    if (isSwap != (market == OkxMarket.SWAP) || !Instrument.isLegalToken(instId)) {
      return null;
    }
    String name = isSwap ? instId.substring(0, instId.length() - SWAP_SUFFIX.length()) : instId;
    String[] parts = name.split("-", -1);
    String symbol =
        switch (parts.length) {
          case 1 -> QuoteSuffixes.split(name);
          case 2 -> parts[0].isEmpty() || parts[1].isEmpty() ? null : name;
          default -> null;
        };
    if (symbol == null) {
      return null;
    }
    return isSwap
        ? perpetual(symbol, instId, null, symbol.endsWith("-USD"))
        : Instrument.spot(OkxVenue.EXCHANGE, symbol, instId);
  }
}
