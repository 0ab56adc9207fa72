// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.health;

import io.marketprism.model.DeadLetter;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.wire.NoticeEncoder;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.model.wire.WireOptions;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Publishes what happens to the feeds, limits the flow of dead letters, and sends the heartbeat
 * (wire contract 7.3, 7.4 and 8). Runs in one subtask. What is live is not kept in state: after a
 * restart the feeds tell it anew.
 */
public final class FeedHealthOperator extends AbstractStreamOperator<WireMessage>
    implements OneInputStreamOperator<MarketEvent, WireMessage> {
  private static final long serialVersionUID = 1L;

  private final transient NoticeEncoder encoder;
  private final transient LiveFeeds liveFeeds = new LiveFeeds();
  private final transient DeadLetterLimit limit = new DeadLetterLimit();
  private final transient Heartbeat heartbeat;
  private final long heartbeatMillis;
  private final BrokerWatchOptions broker;
  private final transient String jobId;
  private transient BrokerWatch watch;

  /** See {@link FeedHealthOperatorFactory}. */
  public FeedHealthOperator(
      StreamOperatorParameters<WireMessage> parameters,
      WireOptions options,
      List<String> venues,
      int managers,
      long heartbeatMillis,
      BrokerWatchOptions broker) {
    super(parameters);
    this.encoder = new NoticeEncoder(options);
    this.jobId = parameters.getContainingTask().getEnvironment().getJobID().toString();
    this.heartbeat = new Heartbeat(venues, managers, jobId);
    this.broker = broker;
    this.heartbeatMillis = heartbeatMillis;
  }

  @Override
  public void open() throws Exception {
    super.open();
    RunMetrics.register(getMetricGroup(), liveFeeds);
    watch = BrokerWatch.open(getMetricGroup(), broker, jobId);
    getMetricGroup().gauge("marketprism_dead_letters_suppressed_total", limit::suppressed);
    ProcessingTimeService time = getProcessingTimeService();
    time.scheduleAtFixedRate(this::beat, heartbeatMillis, heartbeatMillis);
  }

  @Override
  public void close() throws Exception {
    if (watch != null) {
      watch.close();
    }
    super.close();
  }

  private void beat(long timestamp) {
    output.collect(new StreamRecord<>(heartbeat.at(timestamp, liveFeeds.managers())));
  }

  @Override
  public void processElement(StreamRecord<MarketEvent> element) {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    MarketEvent event = element.getValue();
    if (event instanceof FeedStatus status) {
      liveFeeds.update(status);
      output.collect(new StreamRecord<>(encoder.encode(status, now)));
    } else if (event instanceof DeadLetter letter && limit.admits(letter.exchange(), now)) {
      output.collect(new StreamRecord<>(encoder.encode(letter, now)));
    }
  }
}
