// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import io.marketprism.sources.split.FeedSplit;
import java.util.List;

/**
 * What the enumerator keeps in a checkpoint: splits that no reader had at that time. All others are
 * in the readers' state and come back with their registration.
 *
 * @param unassigned splits with their cursors
 */
public record EnumeratorState(List<FeedSplit> unassigned) {
  public EnumeratorState {
    unassigned = List.copyOf(unassigned);
  }
}
