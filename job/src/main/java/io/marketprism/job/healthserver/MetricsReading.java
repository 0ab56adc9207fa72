// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.annotation.Nullable;

/**
 * What the metrics pages of all TaskManagers say together. Immutable.
 *
 * @param feeds all feeds
 * @param lastBookUpdateSeconds since any book was updated, {@code null} if none was
 * @param successes by data type and exchange
 * @param sockets by exchange
 * @param publishErrorRatio failures of all attempts to publish within the last minute, 0 to 1;
 *     {@code null} without an attempt
 * @param silentSeconds since the last published book or trade, or since the first look
 * @param degradationLevel 0 to 4, {@code null} where it is not told
 * @param process the TaskManagers' own figures
 * @param read pages that were read
 * @param unreadable pages that were not, with the reason
 */
record MetricsReading(
    List<Feed> feeds,
    @Nullable Double lastBookUpdateSeconds,
    SortedMap<String, SortedMap<String, Success>> successes,
    SortedMap<String, Sockets> sockets,
    @Nullable Double publishErrorRatio,
    double silentSeconds,
    @Nullable Integer degradationLevel,
    CollectorFigures process,
    int read,
    Map<String, String> unreadable) {

  /** The same a while later, if nothing was heard since. */
  MetricsReading after(double seconds) {
    SortedMap<String, SortedMap<String, Success>> older = new TreeMap<>();
    successes.forEach(
        (type, exchanges) -> {
          SortedMap<String, Success> each = new TreeMap<>();
          exchanges.forEach((exchange, success) -> each.put(exchange, success.after(seconds)));
          older.put(type, each);
        });
    return new MetricsReading(
        feeds.stream().map(feed -> feed.after(seconds)).toList(),
        lastBookUpdateSeconds == null ? null : (Double) (lastBookUpdateSeconds + seconds),
        older,
        sockets,
        publishErrorRatio,
        silentSeconds + seconds,
        degradationLevel,
        process,
        read,
        unreadable);
  }

  /**
   * The last time that data of one type and exchange was published or polled.
   *
   * @param epochSeconds when, 0 for never
   * @param ageSeconds how long ago
   */
  record Success(double epochSeconds, double ageSeconds) {
    Success after(double seconds) {
      return new Success(epochSeconds, ageSeconds + seconds);
    }
  }

  /**
   * The sockets to one exchange.
   *
   * @param connected open and subscribed
   * @param expected those there should be
   */
  record Sockets(int connected, int expected) {}

  /**
   * Figures of all TaskManagers together; {@code null} is what none of them tells.
   *
   * @param cpuPercent of one core
   * @param residentBytes memory in use
   * @param limitBytes memory that may be used
   * @param openFiles open descriptors
   * @param established TCP connections
   * @param startSeconds when the first of them began, seconds since the epoch
   */
  record CollectorFigures(
      @Nullable Double cpuPercent,
      @Nullable Double residentBytes,
      @Nullable Double limitBytes,
      @Nullable Double openFiles,
      @Nullable Double established,
      @Nullable Double startSeconds) {}
}
