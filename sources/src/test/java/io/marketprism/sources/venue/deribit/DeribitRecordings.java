// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.sources.venue.deribit.DeribitFixtures.decode;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.poll;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.settings;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.OpenInterest;
import io.marketprism.model.QuantityUnit;
import io.marketprism.sources.venue.FrameException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * What Deribit really sent; a test is skipped where the recordings are absent ({@code
 * captures.dir}).
 */
final class DeribitRecordings {
  private static final Path CAPTURES =
      Path.of(System.getProperty("captures.dir", "../../shared/captures"));

  private DeribitRecordings() {}

  static List<String> lines(String name) throws IOException {
    Path file = CAPTURES.resolve(name);
    assumeTrue(Files.exists(file), () -> file + " is absent");
    try (InputStream in = Files.newInputStream(file);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    name.endsWith(".gz") ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    }
  }

  /** Perpetuals as they are listed; the recorded options as instruments of the test's own. */
  static Instrument instrument(String name) {
    Instrument listed = DeribitInstruments.byName(name);
    return listed != null
        ? listed
        : new Instrument("deribit", MarketType.OPTIONS, name, name, QuantityUnit.BASE, null);
  }

  /** Why a frame is refused. */
  static Reason refusal(DeribitFrames frames, String frame) {
    return catchThrowableOfType(FrameException.class, () -> decode(frames, frame)).reason();
  }

  /** The channel's data and the result of {@code public/ticker} have one shape. */
  static FundingRate funding(Instrument instrument, String data) throws FrameException {
    return (FundingRate)
        poll(DeribitPolls.of(DataType.FUNDING_RATE, settings(Map.of())), instrument, result(data))
            .events
            .get(0);
  }

  static OpenInterest openInterest(Instrument instrument, String data) throws FrameException {
    return (OpenInterest)
        poll(DeribitPolls.of(DataType.OPEN_INTEREST, settings(Map.of())), instrument, result(data))
            .events
            .get(0);
  }

  private static String result(String data) {
    return "{\"jsonrpc\":\"2.0\",\"result\":" + data + "}";
  }
}
