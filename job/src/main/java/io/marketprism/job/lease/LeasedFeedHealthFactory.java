// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.lease;

import io.marketprism.job.health.BrokerWatchOptions;
import io.marketprism.job.health.FeedHealthOperatorFactory;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.model.wire.WireOptions;
import java.util.List;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;

/**
 * Makes the feed health of a job that keeps a lease: an operator's coordinator is what lives on the
 * JobManager as long as a job does, and this operator is the one that there is once.
 */
public final class LeasedFeedHealthFactory extends FeedHealthOperatorFactory
    implements CoordinatedOperatorFactory<WireMessage> {
  private static final long serialVersionUID = 1L;

  private final LeaseOptions lease;

  /** As {@link FeedHealthOperatorFactory}, and keeps a lease. */
  public LeasedFeedHealthFactory(
      WireOptions options,
      List<String> venues,
      int managers,
      long heartbeatMillis,
      BrokerWatchOptions broker,
      LeaseOptions lease) {
    super(options, venues, managers, heartbeatMillis, broker);
    this.lease = lease;
  }

  @Override
  public OperatorCoordinator.Provider getCoordinatorProvider(
      String operatorName, OperatorID operatorID) {
    return new LeaseCoordinator.Provider(operatorID, lease);
  }
}
