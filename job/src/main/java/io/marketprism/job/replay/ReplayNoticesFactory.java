// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.replay;

import io.marketprism.model.MarketEvent;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.model.wire.WireOptions;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the {@link ReplayNotices}. */
public final class ReplayNoticesFactory extends AbstractStreamOperatorFactory<WireMessage>
    implements OneInputStreamOperatorFactory<MarketEvent, WireMessage> {
  private static final long serialVersionUID = 1L;

  private final WireOptions wire;

  /**
   * @param wire choices of the wire form
   */
  public ReplayNoticesFactory(WireOptions wire) {
    this.wire = wire;
  }

  @Override
  // The type parameter is the caller's promise, as in all factories.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<WireMessage>> T createStreamOperator(
      StreamOperatorParameters<WireMessage> parameters) {
    return (T) new ReplayNotices(parameters, wire);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return ReplayNotices.class;
  }
}
