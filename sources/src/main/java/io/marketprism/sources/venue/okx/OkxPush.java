// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import io.marketprism.model.Instrument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of the push that is being decoded, and the instruments of the connection. Reused
 * from frame to frame. Not thread-safe.
 */
final class OkxPush {
  private final Map<String, Instrument> expected = new HashMap<>();
  private final Map<String, Instrument> named = new HashMap<>();

  byte[] bytes;
  int offset;
  int length;
  long receiveTime;

  /** {@code arg.channel}, or null. */
  String channel;

  /** {@code arg.instId}, or null. */
  String instId;

  /** {@code action}, or null. */
  String action;

  void begin(byte[] frame, int from, int size, long time) {
    bytes = frame;
    offset = from;
    length = size;
    receiveTime = time;
    channel = null;
    instId = null;
    action = null;
  }

  /** Replaces the instruments of which messages are expected. */
  void expect(List<Instrument> instruments) {
    expected.clear();
    for (Instrument instrument : instruments) {
      expected.put(instrument.nativeId(), instrument);
    }
  }

  /** Instruments that a control message names: its answers name them again. */
  void name(List<Instrument> instruments) {
    for (Instrument instrument : instruments) {
      named.put(instrument.nativeId(), instrument);
    }
  }

  /** Forgets what control messages named. */
  void forgetNamed() {
    named.clear();
  }

  /** An instrument of which messages are expected, or null. */
  Instrument expected(String name) {
    return expected.get(name);
  }

  /** An instrument that is expected or was subscribed on this connection, or null. */
  Instrument known(String name) {
    Instrument instrument = expected.get(name);
    return instrument != null ? instrument : named.get(name);
  }

  /** The expected instrument of {@code arg}, or null. */
  Instrument instrument() {
    return instId == null ? null : expected.get(instId);
  }
}
