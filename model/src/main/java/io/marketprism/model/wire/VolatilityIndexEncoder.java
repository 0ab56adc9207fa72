// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.VolatilityIndex;

/** Encodes {@code volatility_index} messages (wire contract 6.8). Not thread-safe. */
final class VolatilityIndexEncoder {
  private static final byte[] CANDLE_OPEN_TS_MS = JsonWriter.name("candle_open_ts_ms");
  private static final byte[] CURRENCY = JsonWriter.name("currency");
  private static final byte[] UNDERLYING_ASSET = JsonWriter.name("underlying_asset");
  private static final byte[] VOL_INDEX = JsonWriter.name("vol_index");
  private static final byte[] VOLATILITY_INDEX = JsonWriter.name("volatility_index");
  private static final byte[] OPEN = JsonWriter.name("open");
  private static final byte[] HIGH = JsonWriter.name("high");
  private static final byte[] LOW = JsonWriter.name("low");
  private static final byte[] RESOLUTION = JsonWriter.name("resolution");

  private final EventFrame frame;

  VolatilityIndexEncoder(WireOptions options) {
    this.frame = new EventFrame(WireMessage.Kind.VOLATILITY_INDEX, options);
  }

  WireMessage encode(VolatilityIndex index, long publishTime) {
    String currency = index.instrument().symbol();
    String resolution = Integer.toString(index.resolutionSeconds());
    frame
        .begin(index, publishTime)
        .field(CANDLE_OPEN_TS_MS, index.openTime())
        .field(CURRENCY, currency)
        .field(UNDERLYING_ASSET, currency)
        .decimal(VOL_INDEX, index.close())
        .decimal(VOLATILITY_INDEX, index.close())
        .decimal(OPEN, index.open())
        .decimal(HIGH, index.high())
        .decimal(LOW, index.low())
        .field(RESOLUTION, resolution);
    return frame.end(index, index.eventTime() + ":" + resolution);
  }
}
