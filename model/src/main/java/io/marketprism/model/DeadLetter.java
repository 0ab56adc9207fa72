// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/**
 * A frame that could not be decoded, or a record that was refused (wire contract 7.4).
 *
 * @param exchange subject token 2
 * @param marketType token of the market, or null where it is unknown
 * @param dataType token of the data type, or null where it is unknown
 * @param reason why it is here
 * @param detail what was wrong, for a person, cut at 512 bytes; or null
 * @param raw the first {@link #MAX_RAW_BYTES} bytes of the frame
 * @param rawBytes length of the whole frame
 * @param rawSha256 SHA-256 of what was received of the frame, hexadecimal
 * @param connectionId the connection it came from, or null
 * @param receiveTime see {@link MarketEvent#receiveTime()}
 */
public record DeadLetter(
    String exchange,
    MarketType marketType,
    DataType dataType,
    Reason reason,
    String detail,
    byte[] raw,
    int rawBytes,
    String rawSha256,
    String connectionId,
    long receiveTime)
    implements MarketEvent {

  public DeadLetter {
    detail = NoticeText.bounded(detail);
  }

  /** How much of a frame is kept. */
  public static final int MAX_RAW_BYTES = 65_536;

  /** Why a frame or a record was refused. */
  public enum Reason {
    MALFORMED_JSON,
    UNKNOWN_MESSAGE,
    MISSING_FIELD,
    BAD_NUMBER,
    BAD_TIMESTAMP,
    UNKNOWN_SYMBOL,
    ILLEGAL_SYMBOL,
    ILLEGAL_ID,
    UNSUPPORTED_INSTRUMENT,
    INVALID_TRADE,
    INVALID_SIDE,
    OVERSIZE;

    private static final Reason[] BY_CODE = values();
    private final String token = name().toLowerCase(Locale.ROOT);

    /** The value on the wire. */
    public String token() {
      return token;
    }

    /** The constant of an ordinal read from the network. */
    public static Reason ofCode(int code) {
      return BY_CODE[code];
    }
  }

  /** A dead letter of a frame that is here in whole. */
  public static DeadLetter of(
      String exchange,
      MarketType marketType,
      DataType dataType,
      Reason reason,
      String detail,
      byte[] frame,
      String connectionId,
      long receiveTime) {
    return ofPrefix(
        exchange,
        marketType,
        dataType,
        reason,
        detail,
        frame,
        frame.length,
        connectionId,
        receiveTime);
  }

  /**
   * A dead letter of a frame of which only the beginning was kept; the hash is that of the
   * beginning.
   */
  public static DeadLetter ofPrefix(
      String exchange,
      MarketType marketType,
      DataType dataType,
      Reason reason,
      String detail,
      byte[] prefix,
      int frameBytes,
      String connectionId,
      long receiveTime) {
    return new DeadLetter(
        exchange,
        marketType,
        dataType,
        reason,
        detail,
        prefix.length > MAX_RAW_BYTES ? Arrays.copyOf(prefix, MAX_RAW_BYTES) : prefix,
        frameBytes,
        sha256(prefix),
        connectionId,
        receiveTime);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeadLetter that
        && exchange.equals(that.exchange)
        && marketType == that.marketType
        && dataType == that.dataType
        && reason == that.reason
        && Objects.equals(detail, that.detail)
        && rawBytes == that.rawBytes
        && rawSha256.equals(that.rawSha256)
        && Objects.equals(connectionId, that.connectionId)
        && receiveTime == that.receiveTime
        && Arrays.equals(raw, that.raw);
  }

  @Override
  public int hashCode() {
    return rawSha256.hashCode();
  }

  @Override
  public String toString() {
    return "DeadLetter["
        + exchange
        + ' '
        + reason.token()
        + ": "
        + detail
        + ", "
        + rawBytes
        + " bytes: "
        + new String(raw, 0, Math.min(raw.length, 120), StandardCharsets.UTF_8)
        + ']';
  }
}
