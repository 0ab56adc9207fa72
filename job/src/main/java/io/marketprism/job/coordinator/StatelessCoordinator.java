// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.coordinator;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;

/**
 * An operator's coordinator on the JobManager that puts nothing into checkpoints and does not mind
 * which attempts of the operator there are. Flink calls it in the JobMaster's main thread.
 */
public abstract class StatelessCoordinator implements OperatorCoordinator {
  @Override
  public final void checkpointCoordinator(long checkpointId, CompletableFuture<byte[]> result) {
    result.complete(new byte[0]);
  }

  @Override
  public final void notifyCheckpointComplete(long checkpointId) {}

  @Override
  public final void resetToCheckpoint(long checkpointId, byte[] checkpointData) {}

  @Override
  public final void subtaskReset(int subtask, long checkpointId) {}

  @Override
  public final void executionAttemptFailed(int subtask, int attemptNumber, Throwable reason) {}

  @Override
  public final void executionAttemptReady(int subtask, int attemptNumber, SubtaskGateway gateway) {}
}
