// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;
import static io.marketprism.model.DeadLetter.Reason.MISSING_FIELD;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Decimals;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.VolatilityIndex;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.Timestamps;
import io.marketprism.sources.venue.VenueSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The volatility index, {@code public/get_volatility_index_data}: candles {@code [start, open,
 * high, low, close]}. Every candle of the window that had ended when the venue sent the answer is
 * handed over, oldest first; the one that is still forming never is.
 *
 * <p>Options: {@code volatility-resolution}, one of {@code 1}, {@code 60} (default), {@code 3600},
 * {@code 43200} seconds and {@code 1D}; {@code volatility-source}, only {@code rest}. The channel
 * {@code deribit_volatility_index} is not a source: the contract carries the venue's candles, and a
 * candle gathered from the channel cannot be shown to be the venue's. The documents tell neither
 * how often the channel speaks nor whether it speaks for each value that enters a candle, it has no
 * ids by which a missed value would be seen, and a hole in it cannot be filled.
 */
final class DeribitVolatilityPoll implements PollCodec {
  private static final Map<String, Integer> SECONDS =
      Map.of("1", 1, "60", 60, "3600", 3_600, "43200", 43_200, "1D", 86_400);

  /** Holes up to this long are closed by the next answer. */
  private static final long WINDOW = Duration.ofMinutes(10).toMillis();

  private static final int VALUES = 4;
  private static final String SOURCE = "volatility-source";
  private static final String RESOLUTION = "volatility-resolution";

  private final String resolution;
  private final int seconds;

  private DeribitVolatilityPoll(String resolution, int seconds) {
    this.resolution = resolution;
    this.seconds = seconds;
  }

  static DeribitVolatilityPoll of(VenueSettings settings) {
    String source = settings.option(SOURCE, "rest");
    if (!"rest".equals(source)) {
      throw new IllegalArgumentException(SOURCE + " '" + source + "' is not offered, only 'rest'");
    }
    String resolution = settings.option(RESOLUTION, "60");
    Integer seconds = SECONDS.get(resolution);
    if (seconds == null) {
      throw new IllegalArgumentException(
          RESOLUTION + " '" + resolution + "' is none of 1, 60, 3600, 43200, 1D");
    }
    return new DeribitVolatilityPoll(resolution, seconds);
  }

  @Override
  public RestCall call(Instrument instrument, long now) {
    // A window below two candles might hold no completed one.
    long window = Math.max(WINDOW, 3_000L * seconds);
    return new RestCall(
        DeribitVenue.API + "/public/get_volatility_index_data",
        Map.of(
            "currency",
            instrument.symbol(),
            "start_timestamp",
            Long.toString(now - window),
            "end_timestamp",
            Long.toString(now),
            "resolution",
            resolution),
        DeribitVenue.CREDITS);
  }

  @Override
  public void decode(Instrument instrument, byte[] body, long receiveTime, Target target)
      throws FrameException {
    DeribitAnswers.Answer<List<VolatilityIndex>> answer =
        DeribitAnswers.read(
            body, JsonToken.START_OBJECT, json -> candles(instrument, json, receiveTime));
    long sent = answer.sentMillis();
    for (VolatilityIndex candle : answer.result()) {
      if (candle.eventTime() <= sent) {
        target.onDerivatives(candle);
      }
    }
  }

  private List<VolatilityIndex> candles(Instrument instrument, JsonParser json, long receiveTime)
      throws IOException, MalformedDecimalException, FrameException {
    List<VolatilityIndex> candles = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      if (json.nextToken() != JsonToken.START_ARRAY || !"data".equals(field)) {
        json.skipChildren();
        continue;
      }
      candles = new ArrayList<>();
      while (json.nextToken() == JsonToken.START_ARRAY) {
        candles.add(candle(instrument, json, receiveTime));
      }
      if (json.currentToken() != JsonToken.END_ARRAY) {
        throw new FrameException(MALFORMED_JSON, "a candle is " + json.currentToken(), instrument);
      }
    }
    if (candles == null) {
      throw new FrameException(MISSING_FIELD, "data", instrument);
    }
    candles.sort(Comparator.comparingLong(VolatilityIndex::openTime));
    return candles;
  }

  private VolatilityIndex candle(Instrument instrument, JsonParser json, long receiveTime)
      throws IOException, MalformedDecimalException, FrameException {
    long start = Timestamps.millis(json, json.nextToken(), "data");
    BigDecimal[] values = new BigDecimal[VALUES];
    for (int i = 0; i < VALUES; i++) {
      JsonToken value = json.nextToken();
      if (value == JsonToken.END_ARRAY || value == JsonToken.VALUE_NULL) {
        throw new FrameException(
            MISSING_FIELD, "value " + (i + 1) + " of the candle of " + start, instrument);
      }
      values[i] = Decimals.exact(json.getText());
      if (values[i].signum() <= 0) {
        throw new FrameException(
            BAD_NUMBER, values[i].toPlainString() + " in the candle of " + start, instrument);
      }
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      json.skipChildren();
    }
    return new VolatilityIndex(
        instrument, start, seconds, receiveTime, values[0], values[1], values[2], values[3]);
  }
}
