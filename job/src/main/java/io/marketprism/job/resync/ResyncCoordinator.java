// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.resync;

import io.marketprism.job.coordinator.StatelessCoordinator;
import io.marketprism.sources.ResyncRequest;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.source.event.SourceEventWrapper;

/**
 * Hands requests of the order books to the source's coordinator, whose enumerator knows which
 * reader has the instrument. The job graph has no edge from the books back to the feeds;
 * coordinators meet in the job's coordinator store, where the source registers under its listening
 * id. Stateless: a request that is lost is made again by the book that still needs it.
 */
final class ResyncCoordinator extends StatelessCoordinator {
  private final Context context;
  private final String sourceListeningId;

  ResyncCoordinator(Context context, String sourceListeningId) {
    this.context = context;
    this.sourceListeningId = sourceListeningId;
  }

  @Override
  public void handleEventFromOperator(int subtask, int attemptNumber, OperatorEvent event)
      throws Exception {
    if (event instanceof BookResync resync
        && context.getCoordinatorStore().get(sourceListeningId)
            instanceof OperatorCoordinator source) {
      source.handleEventFromOperator(
          subtask,
          attemptNumber,
          new SourceEventWrapper(new ResyncRequest(resync.instrumentKey(), resync.reason())));
    }
  }

  @Override
  public void start() {}

  @Override
  public void close() {}

  /** Makes the coordinator on the JobManager. */
  record Provider(OperatorID operatorId, String sourceListeningId)
      implements OperatorCoordinator.Provider {
    private static final long serialVersionUID = 1L;

    @Override
    public OperatorID getOperatorId() {
      return operatorId;
    }

    @Override
    public OperatorCoordinator create(Context context) {
      return new ResyncCoordinator(context, sourceListeningId);
    }
  }
}
