// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Node;
import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.SymbolSelection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a venue writes its instruments, so that a name that cannot be one of its is refused at the
 * submission. Whether there is such an instrument only the venue's list can tell (wire contract 3).
 */
enum VenueSymbols {
  BINANCE_SPOT("[A-Z0-9_]+", "", "A-Z 0-9 _, such as BTCUSDT"),
  BINANCE_DERIVATIVES("[A-Z0-9_]+", "[A-Z0-9]+_([0-9]{6}|PERP)", "A-Z 0-9 _, such as BTCUSDT"),
  OKX_SPOT(
      "[A-Z0-9]+-[A-Z0-9]+",
      "[A-Z0-9]+-[A-Z0-9_]+-[0-9]{6}(-.*)?",
      "base and quote, such as BTC-USDT"),
  OKX_DERIVATIVES(
      "[A-Z0-9]+-[A-Z0-9_]+-SWAP",
      "[A-Z0-9]+-[A-Z0-9_]+-[0-9]{6}(-.*)?",
      "perpetuals, such as BTC-USDT-SWAP"),
  DERIBIT_DERIVATIVES(
      "[A-Z0-9]+|[A-Z0-9]+(_[A-Z0-9]+)?-PERPETUAL",
      "[A-Z0-9_]+-[0-9]{1,2}[A-Z]{3}[0-9]{2}(-.*)?",
      "currencies, such as BTC, for volatility_index; perpetuals, such as BTC-PERPETUAL or"
          + " SOL_USDC-PERPETUAL");

  private static final int LONGEST = 40;
  private static final Pattern WILD = Pattern.compile("[A-Z0-9_*-]+");
  private static final Pattern NAMES_NOTHING = Pattern.compile("[*]+");

  private final Pattern name;
  private final Pattern unsupported;
  private final String words;

  VenueSymbols(String name, String unsupported, String words) {
    this.name = Pattern.compile(name);
    this.unsupported = Pattern.compile(unsupported);
    this.words = words;
  }

  static VenueSymbols of(VenueKey venue) {
    return valueOf(venue.name());
  }

  /** A list of symbols, or {@code all} alone. */
  ValueType<List<String>> list() {
    return new SymbolList(
        ValueTypes.listOf(
            new ValueType.OfScalar<>(
                "symbol", words + "; patterns with *, in quotes; or all", this::parse)));
  }

  private String parse(Node.Scalar scalar) throws BadValue {
    String text = scalar.text();
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
      throw new BadValue("is not ASCII, so that it cannot be a subject (illegal_symbol)");
    }
    if (scalar.kind() != Node.Kind.TEXT) {
      throw new BadValue("is not text (put it in quotes if it is meant)");
    }
    if (SymbolSelection.ALL.equals(text)) {
      return text;
    }
    if (NAMES_NOTHING.matcher(text).matches()) {
      throw new BadValue("names nothing (write all)");
    }
    if (unsupported.matcher(text).matches()) {
      throw new BadValue("is no perpetual and no pair (unsupported_instrument)");
    }
    Pattern form = SymbolSelection.isPattern(text) ? WILD : name;
    if (text.length() < 2 || text.length() > LONGEST || !form.matcher(text).matches()) {
      throw new BadValue("is not of the right form");
    }
    return text;
  }

  /** Whether an instrument of this name, or one of this pattern, could have the data type. */
  static boolean mayHave(VenueKey venue, String symbol, DataType type) {
    if (SymbolSelection.ALL.equals(symbol)) {
      return true;
    }
    if (SymbolSelection.isPattern(symbol)) {
      boolean isOfCurrencies = symbol.indexOf('-') < 0 && symbol.indexOf('_') < 0;
      return type != DataType.VOLATILITY_INDEX || isOfCurrencies;
    }
    Instrument instrument = venue.venue().bySuffix(symbol);
    return instrument == null || venue.venue().offers(type, instrument);
  }

  /** A list of symbols; {@code all} may be written without brackets and stands alone. */
  private record SymbolList(ValueType<List<String>> list) implements ValueType<List<String>> {
    @Override
    public String name() {
      return "list of symbols, or all";
    }

    @Override
    public String allowed() {
      return list.allowed();
    }

    @Override
    public Optional<List<String>> read(Node node, Report report) {
      if (node instanceof Node.Scalar scalar && SymbolSelection.ALL.equals(scalar.text())) {
        return Optional.of(List.of(SymbolSelection.ALL));
      }
      Optional<List<String>> symbols = list.read(node, report);
      if (symbols.isPresent()
          && symbols.get().size() > 1
          && symbols.get().contains(SymbolSelection.ALL)) {
        report.fault("", node, "'all' stands for every instrument; keep it or the others");
        return Optional.empty();
      }
      return symbols;
    }
  }
}
