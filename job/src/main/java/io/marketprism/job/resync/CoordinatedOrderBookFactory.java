// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.resync;

import io.marketprism.job.book.BookOptions;
import io.marketprism.job.book.OrderBookOperatorFactory;
import io.marketprism.job.book.ProcessStrain;
import io.marketprism.job.book.ResyncRequests;
import io.marketprism.model.wire.WireMessage;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the order books of a job, with a way back to the feeds of its source. */
public final class CoordinatedOrderBookFactory extends OrderBookOperatorFactory
    implements CoordinatedOperatorFactory<WireMessage> {
  private static final long serialVersionUID = 1L;

  private final String sourceListeningId;

  /**
   * @param options how books are kept and published
   * @param strains how the process fares
   * @param sourceListeningId the coordinator listening id of the source whose feeds are asked
   */
  public CoordinatedOrderBookFactory(
      BookOptions options, ProcessStrain.Provider strains, String sourceListeningId) {
    super(options, CoordinatedOrderBookFactory::gateway, strains);
    this.sourceListeningId = sourceListeningId;
  }

  private static ResyncRequests gateway(StreamOperatorParameters<WireMessage> parameters) {
    OperatorEventGateway gateway =
        parameters
            .getOperatorEventDispatcher()
            .getOperatorEventGateway(parameters.getStreamConfig().getOperatorID());
    return (instrument, reason) ->
        gateway.sendEventToCoordinator(new BookResync(instrument.key(), reason));
  }

  @Override
  public OperatorCoordinator.Provider getCoordinatorProvider(
      String operatorName, OperatorID operatorID) {
    return new ResyncCoordinator.Provider(operatorID, sourceListeningId);
  }
}
