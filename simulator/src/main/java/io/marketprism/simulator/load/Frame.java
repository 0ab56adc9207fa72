// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import io.marketprism.simulator.binance.spot.SpotEncoder;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Trade;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * A WebSocket frame of the combined stream, encoded beforehand for a symbol of fixed length. What
 * differs from one sending to the next is written over the copy, in place: symbol, times, ids.
 * Immutable.
 */
final class Frame {
  /** Digits of a time in epoch milliseconds. */
  static final int TIME_DIGITS = 13;

  /** Digits of update and trade ids. */
  static final int ID_DIGITS = 11;

  private static final long ANY_ID = 10_000_000_000L;
  private static final long ANY_TIME = 1_000_000_000_000L;
  private static final int FINAL_TEXT = 0x81;
  private static final int LENGTH_OF_16_BITS = 126;
  private static final int LENGTH_OF_64_BITS = 127;

  private final byte[] bytes;
  private final int[] symbolsAt;
  private final int[] timesAt;
  private final int firstIdAt;
  private final int lastIdAt;

  private Frame(String text, String[] times, String firstId, String lastId) {
    byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
    byte[] header = header(payload.length);
    bytes = new byte[header.length + payload.length];
    System.arraycopy(header, 0, bytes, 0, header.length);
    System.arraycopy(payload, 0, bytes, header.length, payload.length);
    int start = header.length;
    symbolsAt =
        new int[] {
          start + text.indexOf(Symbols.ANY_IN_STREAM) + Symbols.DIGITS_AT,
          start + text.indexOf('"' + Symbols.ANY + '"') + 1 + Symbols.DIGITS_AT
        };
    timesAt = new int[times.length];
    for (int i = 0; i < times.length; i++) {
      timesAt[i] = start + after(text, times[i]);
    }
    firstIdAt = start + after(text, firstId);
    lastIdAt = start + after(text, lastId);
  }

  private static int after(String text, String field) {
    return text.indexOf(field) + field.length();
  }

  /** A {@code depthUpdate}; its ids are those given when it is written. */
  static Frame of(DepthEvent event) {
    DepthEvent any =
        new DepthEvent(Symbols.ANY, ANY_ID, ANY_ID, ANY_TIME, event.bids(), event.asks());
    String text = wrapped("depth@100ms", SpotEncoder.depthUpdate(any));
    return new Frame(text, new String[] {"\"E\":"}, "\"U\":", "\"u\":");
  }

  /** A {@code trade}; it has one id, which is given twice when it is written. */
  static Frame of(Trade trade) {
    Trade any =
        new Trade(
            Symbols.ANY,
            ANY_ID,
            trade.price(),
            trade.quantity(),
            ANY_TIME,
            ANY_TIME,
            trade.buyerIsMaker());
    String text = wrapped("trade", SpotEncoder.trade(any));
    return new Frame(text, new String[] {"\"E\":", "\"T\":"}, "\"t\":", "\"t\":");
  }

  private static String wrapped(String what, String data) {
    return "{\"stream\":\"" + Symbols.ANY_IN_STREAM + '@' + what + "\",\"data\":" + data + '}';
  }

  private static byte[] header(int length) {
    if (length < LENGTH_OF_16_BITS) {
      return new byte[] {(byte) FINAL_TEXT, (byte) length};
    }
    boolean small = length < 1 << 16;
    int lengthBytes = small ? 2 : 8;
    byte[] header = new byte[2 + lengthBytes];
    header[0] = (byte) FINAL_TEXT;
    header[1] = (byte) (small ? LENGTH_OF_16_BITS : LENGTH_OF_64_BITS);
    IntStream.range(0, lengthBytes)
        .forEach(i -> header[header.length - 1 - i] = (byte) ((long) length >>> (8 * i)));
    return header;
  }

  /** Bytes on the wire, header included. */
  int length() {
    return bytes.length;
  }

  /**
   * Writes the frame.
   *
   * @param symbol the digits of the symbol, {@link Symbols#DIGITS} bytes
   * @param time the digits of the time, {@link #TIME_DIGITS} bytes
   * @return the place behind it
   */
  int write(byte[] target, int at, byte[] symbol, byte[] time, long firstId, long lastId) {
    System.arraycopy(bytes, 0, target, at, bytes.length);
    for (int place : symbolsAt) {
      System.arraycopy(symbol, 0, target, at + place, Symbols.DIGITS);
    }
    for (int place : timesAt) {
      System.arraycopy(time, 0, target, at + place, TIME_DIGITS);
    }
    digits(target, at + firstIdAt, ID_DIGITS, firstId);
    if (lastIdAt != firstIdAt) {
      digits(target, at + lastIdAt, ID_DIGITS, lastId);
    }
    return at + bytes.length;
  }

  /** Writes a number of exactly {@code count} digits. */
  static void digits(byte[] target, int at, int count, long number) {
    long left = number;
    for (int i = at + count - 1; i >= at; i--) {
      long tenth = left / 10;
      target[i] = (byte) ('0' + (left - 10 * tenth));
      left = tenth;
    }
  }
}
