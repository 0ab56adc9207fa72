// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.health;

import io.marketprism.model.MarketEvent;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.model.wire.WireOptions;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the {@link FeedHealthOperator}. */
public class FeedHealthOperatorFactory extends AbstractStreamOperatorFactory<WireMessage>
    implements OneInputStreamOperatorFactory<MarketEvent, WireMessage> {
  private static final long serialVersionUID = 1L;

  private final WireOptions options;
  private final ArrayList<String> venues;
  private final int managers;
  private final long heartbeatMillis;
  private final BrokerWatchOptions broker;

  /**
   * @param options choices of the wire form
   * @param venues keys of the enabled venues
   * @param managers enabled pairs of venue and data type
   * @param heartbeatMillis time between heartbeats, ms
   * @param broker what is watched at the broker
   */
  public FeedHealthOperatorFactory(
      WireOptions options,
      List<String> venues,
      int managers,
      long heartbeatMillis,
      BrokerWatchOptions broker) {
    this.options = options;
    this.venues = new ArrayList<>(venues);
    this.managers = managers;
    this.heartbeatMillis = heartbeatMillis;
    this.broker = broker;
  }

  @Override
  @SuppressWarnings("unchecked") // The type parameter is the caller's promise, as in all factories.
  public final <T extends StreamOperator<WireMessage>> T createStreamOperator(
      StreamOperatorParameters<WireMessage> parameters) {
    return (T)
        new FeedHealthOperator(parameters, options, venues, managers, heartbeatMillis, broker);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public final Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return FeedHealthOperator.class;
  }
}
