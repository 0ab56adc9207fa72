// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.replay;

import io.marketprism.job.config.NatsConfig;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.serde.ModelTypes;
import io.marketprism.sources.venue.VenueSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What is replayed, and how. Immutable.
 *
 * @param from {@value #NATS}, or a folder
 * @param prefix what subjects begin with, with a dot at its end, or empty
 * @param follow whether it goes on with what is written from now on
 */
public record Replay(String from, Pace pace, String prefix, boolean follow) {
  static final String NATS = "nats";
  private static final Pattern TOKENS = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  /**
   * The replay of arguments.
   *
   * @param prefix tokens with dots between, or empty
   * @throws IllegalArgumentException if one of them cannot be; the message says which
   */
  public static Replay of(String from, String speed, String prefix, boolean follow) {
    if (!prefix.isEmpty() && !TOKENS.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "--prefix is of letters, digits, _ and -, with dots between, not " + prefix);
    }
    return new Replay(from, Pace.of(speed), prefix.isEmpty() ? prefix : prefix + '.', follow);
  }

  /** What became of a replay, in a sentence. */
  public static String summary(JobExecutionResult result) {
    long entries = result.getAccumulatorResult(ReplayFeeds.ENTRIES);
    long skipped = result.getAccumulatorResult(ReplayFeeds.SKIPPED);
    long strays = result.getAccumulatorResult(ReplayFeeds.STRAYS);
    String text = String.format("%,d entries of the journal were run", entries);
    if (skipped > 0) {
      text +=
          String.format(
              "; %,d were not, which come before the first start of their connection or behind"
                  + " entries that are missing",
              skipped);
    }
    if (strays > 0) {
      text +=
          String.format(
              "; %,d found no feed that waited for them: it was recorded by another release, or"
                  + " with another configuration",
              strays);
    }
    return text;
  }

  /**
   * Adds the journal and its feeds to the environment.
   *
   * @param venues as the journal was recorded with
   * @param maxPause likewise
   * @throws IOException if the journal cannot be found
   */
  public DataStream<MarketEvent> events(
      StreamExecutionEnvironment env,
      NatsConfig nats,
      List<VenueSettings> venues,
      Duration maxPause)
      throws IOException, InterruptedException {
    Source<byte[], ?, ?> journal =
        NATS.equals(from) ? JournalStream.source(nats, follow) : JournalFiles.source(from, follow);
    return env.fromSource(journal, WatermarkStrategy.noWatermarks(), "journal")
        .uid("journal")
        .setParallelism(1)
        .flatMap(new ReplayFeeds(venues, maxPause, pace))
        .returns(ModelTypes.MARKET_EVENT)
        .uid("replayed-feeds")
        .name("replayed feeds")
        .setParallelism(1);
  }
}
