// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.model.MarketEvent;
import io.marketprism.model.wire.WireMessage;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the {@link OrderBookOperator} of each subtask. */
public class OrderBookOperatorFactory extends AbstractStreamOperatorFactory<WireMessage>
    implements OneInputStreamOperatorFactory<MarketEvent, WireMessage> {
  private static final long serialVersionUID = 1L;

  private final BookOptions options;
  private final ResyncRequests.Provider resyncRequests;
  private final ProcessStrain.Provider strains;

  /**
   * @param options how books are kept and published
   * @param resyncRequests the way back to the feeds
   * @param strains how the process fares
   */
  public OrderBookOperatorFactory(
      BookOptions options, ResyncRequests.Provider resyncRequests, ProcessStrain.Provider strains) {
    this.options = options;
    this.resyncRequests = resyncRequests;
    this.strains = strains;
  }

  @Override
  // The type parameter is the caller's promise, as in all factories.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<WireMessage>> T createStreamOperator(
      StreamOperatorParameters<WireMessage> parameters) {
    return (T) new OrderBookOperator(parameters, options, resyncRequests.open(parameters), strains);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return OrderBookOperator.class;
  }
}
