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
  /** How the names of jobs begin that run a journal again; they are no collectors. */
  public static final String JOB_NAMES = "MarketPrism replay";

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

  /**
   * What became of a replay, in a sentence.
   *
   * @throws IOException if nothing of the journal could be run; the message says why
   */
  public static String summary(JobExecutionResult result) throws IOException {
    long entries = result.getAccumulatorResult(ReplayFeeds.ENTRIES);
    String text =
        String.format("%,d entries of the journal were run", entries)
            + part(
                result,
                ReplayFeeds.SKIPPED,
                "were not, which come before the first start of their connection or behind entries"
                    + " that are missing")
            + part(
                result,
                ReplayFeeds.STRAYS,
                "found no feed that waited for them: it was recorded by another release, or with"
                    + " another configuration")
            + part(
                result,
                ReplayFeeds.FAILURES,
                "made a feed fail, perhaps as they did then: see the TaskManager's log");
    if (entries == 0) {
      throw new IOException("nothing was replayed: " + text);
    }
    return text;
  }

  private static String part(JobExecutionResult result, String accumulator, String meaning) {
    long count = result.getAccumulatorResult(accumulator);
    return count == 0 ? "" : String.format("; %,d %s", count, meaning);
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
