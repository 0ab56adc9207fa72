// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The faults of processes of one plan: as many as fit when each is followed by 25 s in which
 * recovery can be seen, in an order by chance. Long plans have more rounds of them. The parallelism
 * changes to 1 and 2 by turns.
 */
final class ProcessPlan {
  private static final long RECOVERY_MILLIS = 25_000;
  private static final List<ProcessFault> ONCE_MORE =
      List.of(ProcessFault.SAVEPOINT_RESCALE, ProcessFault.KILL_TASKMANAGER);
  private final PlanSettings settings;
  private final SplittableRandom random;
  private int rescales;

  ProcessPlan(PlanSettings settings, SplittableRandom random) {
    this.settings = settings;
    this.random = random;
  }

  List<PlannedFault> faults() {
    List<ProcessFault> chosen = chosen();
    long needed = chosen.stream().mapToLong(ProcessPlan::room).sum();
    long slack = settings.end() - settings.begin() - needed;
    Draw.shuffle(chosen, random);
    List<PlannedFault> faults = new ArrayList<>();
    long time = settings.begin();
    for (int i = 0; i < chosen.size(); i++) {
      long pause = Draw.upTo(slack / (chosen.size() - i), random);
      slack -= pause;
      time += pause;
      faults.add(fault(time, chosen.get(i)));
      time += room(chosen.get(i));
    }
    return faults;
  }

  private List<ProcessFault> chosen() {
    List<ProcessFault> chosen = new ArrayList<>();
    long left = settings.end() - settings.begin();
    List<ProcessFault> round = round();
    while (!round.isEmpty()) {
      for (ProcessFault fault : round) {
        if (room(fault) > left) {
          return chosen;
        }
        left -= room(fault);
        chosen.add(fault);
      }
    }
    return chosen;
  }

  private List<ProcessFault> round() {
    List<ProcessFault> round = new ArrayList<>(List.of(ProcessFault.values()));
    round.addAll(ONCE_MORE);
    round.removeIf(fault -> !settings.takes(fault.key()));
    return round;
  }

  private static long room(ProcessFault fault) {
    return fault.millis() + RECOVERY_MILLIS;
  }

  private PlannedFault fault(long time, ProcessFault fault) {
    if (fault.lasts()) {
      return PlannedFault.of(time, PlannedFault.LOCAL, fault.key(), "seconds", fault.seconds());
    }
    if (fault == ProcessFault.SAVEPOINT_RESCALE) {
      int parallelism = rescales++ % 2 == 0 ? 1 : 2;
      return PlannedFault.of(time, PlannedFault.LOCAL, fault.key(), "parallelism", parallelism);
    }
    return PlannedFault.of(time, PlannedFault.LOCAL, fault.key());
  }
}
