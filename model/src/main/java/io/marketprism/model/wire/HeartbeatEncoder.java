// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import java.util.List;

/** Encodes heartbeats, {@code health.collector.{instance}} (wire contract 8). Not thread-safe. */
public final class HeartbeatEncoder {
  /** A figure that cannot be had; null on the wire. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  private static final byte[] SERVICE = JsonWriter.name("service");
  private static final byte[] INSTANCE = JsonWriter.name("instance");
  private static final byte[] HOSTNAME = JsonWriter.name("hostname");
  private static final byte[] PID = JsonWriter.name("pid");
  private static final byte[] TS = JsonWriter.name("ts");
  private static final byte[] UPTIME_SEC = JsonWriter.name("uptime_sec");
  private static final byte[] ACTIVE_MANAGERS = JsonWriter.name("active_managers");
  private static final byte[] EXCHANGES = JsonWriter.name("exchanges");
  private static final byte[] RSS = JsonWriter.name("rss");
  private static final byte[] JOB_ID = JsonWriter.name("job_id");
  private static final byte[] STATUS = JsonWriter.name("status");

  private final JsonWriter json = new JsonWriter();

  /**
   * @param seconds the present time in seconds since the epoch, as in the original
   * @param activeManagers enabled pairs of venue and data type that are live
   * @param exchanges keys of the enabled venues
   * @param residentBytes resident memory of the sending process, or {@link #UNKNOWN}
   */
  public WireMessage encode(
      String hostname,
      long pid,
      long seconds,
      long uptimeSeconds,
      int activeManagers,
      List<String> exchanges,
      long residentBytes,
      String jobId,
      String status) {
    String instance = (hostname + '-' + pid).replaceAll("[^A-Za-z0-9_-]", "-");
    json.begin()
        .field(SERVICE, "collector")
        .field(INSTANCE, instance)
        .field(HOSTNAME, hostname)
        .field(PID, pid)
        .field(TS, seconds)
        .field(UPTIME_SEC, uptimeSeconds)
        .field(ACTIVE_MANAGERS, activeManagers);
    json.key(EXCHANGES);
    json.put((byte) '[');
    for (int i = 0; i < exchanges.size(); i++) {
      if (i > 0) {
        json.put((byte) ',');
      }
      json.string(exchanges.get(i));
    }
    json.put((byte) ']');
    json.field(RSS, residentBytes, UNKNOWN).field(JOB_ID, jobId).field(STATUS, status);
    return new WireMessage(
        WireMessage.Kind.HEALTH, "health.collector." + instance, null, json.end());
  }
}
