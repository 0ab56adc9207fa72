// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.replay;

import io.marketprism.model.DeadLetter;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.wire.NoticeEncoder;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.model.wire.WireOptions;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Publishes what happened to the feeds and what could not be decoded, all of it, as it was received
 * then. No heartbeat: a replay is no collector that lives.
 */
public final class ReplayNotices extends AbstractStreamOperator<WireMessage>
    implements OneInputStreamOperator<MarketEvent, WireMessage> {
  private static final long serialVersionUID = 1L;

  private final transient NoticeEncoder encoder;

  ReplayNotices(StreamOperatorParameters<WireMessage> parameters, WireOptions wire) {
    super(parameters);
    this.encoder = new NoticeEncoder(wire);
  }

  @Override
  public void processElement(StreamRecord<MarketEvent> element) {
    MarketEvent event = element.getValue();
    long now = event.receiveTime();
    if (event instanceof FeedStatus status) {
      output.collect(new StreamRecord<>(encoder.encode(status, now)));
    } else if (event instanceof DeadLetter letter) {
      output.collect(new StreamRecord<>(encoder.encode(letter, now)));
    }
  }
}
