// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The envelope of Deribit's answers with the microseconds of request and answer. */
final class RpcAnswer {
  private RpcAnswer() {}

  /**
   * An answer with a result.
   *
   * @param id the request's id as JSON text; null for an answer without
   * @param result JSON text
   */
  static String result(String id, String result, Instant in, Instant out) {
    return envelope(id, "\"result\":" + result, in, out);
  }

  /** An answer with an error. */
  static String error(String id, RpcError error, Instant in, Instant out) {
    return envelope(id, "\"error\":" + error.json(), in, out);
  }

  private static String envelope(String id, String content, Instant in, Instant out) {
    return "{\"jsonrpc\":\"2.0\","
        + (id == null ? "" : "\"id\":" + id + ",")
        + content
        + ",\"usIn\":"
        + micros(in)
        + ",\"usOut\":"
        + micros(out)
        + ",\"usDiff\":"
        + (micros(out) - micros(in))
        + ",\"testnet\":false}";
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
