// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.replay;

import io.marketprism.model.DeadLetter;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.wire.NoticeEncoder;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.model.wire.WireOptions;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Publishes what happened to the feeds and what could not be decoded, all of it, as it was received
 * then. No heartbeat: a replay is no collector that lives.
 */
public final class ReplayNotices extends RichFlatMapFunction<MarketEvent, WireMessage> {
  private static final long serialVersionUID = 1L;

  private final WireOptions wire;
  private transient NoticeEncoder encoder;

  /**
   * @param wire choices of the wire form
   */
  public ReplayNotices(WireOptions wire) {
    this.wire = wire;
  }

  @Override
  public void open(OpenContext context) {
    encoder = new NoticeEncoder(wire);
  }

  @Override
  public void flatMap(MarketEvent event, Collector<WireMessage> out) {
    long now = event.receiveTime();
    if (event instanceof FeedStatus status) {
      out.collect(encoder.encode(status, now));
    } else if (event instanceof DeadLetter letter) {
      out.collect(encoder.encode(letter, now));
    }
  }
}
