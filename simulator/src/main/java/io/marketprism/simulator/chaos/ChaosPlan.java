// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is to go wrong and when. Follows from its settings alone: everything is drawn from one
 * {@link SplittableRandom} per part of the plan, made of the seed.
 */
public final class ChaosPlan {
  private ChaosPlan() {}

  /** The faults of a plan in the order of their times. */
  public static List<PlannedFault> of(PlanSettings settings) {
    SplittableRandom random = new SplittableRandom(settings.seed());
    SplittableRandom ofProcesses = random.split();
    List<PlannedFault> faults = new ArrayList<>(new VenuePlan(settings, random).faults());
    if (settings.local()) {
      faults.addAll(new ProcessPlan(settings, ofProcesses).faults());
    }
    faults.sort(Comparator.comparingLong(PlannedFault::millis));
    return faults;
  }
}
