// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.resync;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/**
 * From a subtask of the order books to their coordinator: a book needs a new snapshot.
 *
 * @param instrumentKey key of the instrument
 * @param reason why
 */
record BookResync(String instrumentKey, String reason) implements OperatorEvent {
  private static final long serialVersionUID = 1L;
}
