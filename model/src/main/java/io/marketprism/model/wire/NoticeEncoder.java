// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.DeadLetter;
import io.marketprism.model.FeedStatus;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Encodes {@code feed_status} and {@code dead_letter} messages (wire contract 7.3 and 7.4). Not
 * thread-safe.
 */
public final class NoticeEncoder {
  private static final byte[] EXCHANGE = JsonWriter.name("exchange");
  private static final byte[] MARKET_TYPE = JsonWriter.name("market_type");
  private static final byte[] DATA_TYPE = JsonWriter.name("data_type");
  private static final byte[] EVENT = JsonWriter.name("event");
  private static final byte[] FEED = JsonWriter.name("feed");
  private static final byte[] REASON = JsonWriter.name("reason");
  private static final byte[] PREV_SEQ = JsonWriter.name("prev_seq");
  private static final byte[] SEQ = JsonWriter.name("seq");
  private static final byte[] GAP_START = JsonWriter.name("gap_start_ts_ms");
  private static final byte[] GAP_END = JsonWriter.name("gap_end_ts_ms");
  private static final byte[] LOST_COUNT = JsonWriter.name("lost_count");
  private static final byte[] BACKFILLED_COUNT = JsonWriter.name("backfilled_count");
  private static final byte[] CONNECTION_ID = JsonWriter.name("connection_id");
  private static final byte[] DETAIL = JsonWriter.name("detail");
  private static final byte[] RAW = JsonWriter.name("raw");
  private static final byte[] RAW_ENCODING = JsonWriter.name("raw_encoding");
  private static final byte[] RAW_BYTES = JsonWriter.name("raw_bytes");
  private static final byte[] RAW_SHA256 = JsonWriter.name("raw_sha256");
  private static final byte[] COLLECTED_TS_MS = JsonWriter.name("collected_ts_ms");
  private static final byte[] PUBLISHED_TS_MS = JsonWriter.name("published_ts_ms");

  private final Envelope envelope;
  private final JsonWriter json = new JsonWriter();

  public NoticeEncoder(WireOptions options) {
    this.envelope = new Envelope(WireMessage.Kind.FEED_STATUS, options);
  }

  /** Encodes a feed's event; {@code publishTime} in ms since the epoch. */
  public WireMessage encode(FeedStatus status, long publishTime) {
    envelope.head(
        json, status.exchange(), status.marketType(), status.symbol(), status.instrumentId());
    envelope.times(json, 0, status.receiveTime(), publishTime);
    json.field(EVENT, status.event().token())
        .field(FEED, status.feed())
        .field(REASON, status.reason())
        .field(PREV_SEQ, status.previousSequence(), FeedStatus.NONE)
        .field(SEQ, status.sequence(), FeedStatus.NONE)
        .field(GAP_START, status.gapStart(), FeedStatus.NONE)
        .field(GAP_END, status.gapEnd(), FeedStatus.NONE)
        .field(LOST_COUNT, status.lostCount(), FeedStatus.NONE)
        .field(BACKFILLED_COUNT, status.backfilledCount(), FeedStatus.NONE)
        .field(CONNECTION_ID, status.connectionId())
        .field(DETAIL, status.detail());
    return new WireMessage(
        WireMessage.Kind.FEED_STATUS,
        "feed_status."
            + status.exchange()
            + '.'
            + status.marketType().token()
            + '.'
            + status.symbol(),
        null,
        json.end());
  }

  /** Encodes a dead letter; {@code publishTime} in ms since the epoch. */
  public WireMessage encode(DeadLetter letter, long publishTime) {
    boolean utf8 = isUtf8(letter.raw());
    json.begin()
        .field(EXCHANGE, letter.exchange())
        .field(MARKET_TYPE, letter.marketType() == null ? null : letter.marketType().token())
        .field(DATA_TYPE, letter.dataType() == null ? null : letter.dataType().token())
        .field(REASON, letter.reason().token())
        .field(DETAIL, letter.detail())
        .bytes(RAW, letter.raw(), utf8)
        .field(RAW_ENCODING, utf8 ? "utf8" : "base64")
        .field(RAW_BYTES, letter.rawBytes())
        .field(RAW_SHA256, letter.rawSha256())
        .field(CONNECTION_ID, letter.connectionId())
        .field(COLLECTED_TS_MS, letter.receiveTime())
        .field(PUBLISHED_TS_MS, publishTime);
    return new WireMessage(
        WireMessage.Kind.DEAD_LETTER, "dead_letter." + letter.exchange(), null, json.end());
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
