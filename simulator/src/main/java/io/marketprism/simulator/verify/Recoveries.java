// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.truth.FaultRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What each process fault cost: the pause that it caused is the longest silence of all books that
 * lasts already at the fault or begins between it and {@value #PAUSE_WITHIN} ms after its end.
 * Where the cluster notices only by a missing heartbeat, as with a JobManager or a stopped process,
 * that may be {@value #PAUSE_WITHIN_HEARTBEAT} ms; always before the next fault.
 *
 * <p>A fault's {@link Windows window} reaches from its begin until all instruments had a book again
 * and {@value #GRACE} ms more, or, without a pause and at most, until {@value #LONGEST} ms after
 * its end.
 */
final class Recoveries {
  static final long LONGEST = 60_000;
  static final long GRACE = 5_000;
  static final long PAUSE_WITHIN = 5_000;
  static final long PAUSE_WITHIN_HEARTBEAT = 30_000;

  /** Books in the making go on for so long before and after the row of a fault is written, ms. */
  private static final long SLACK = 1_000;

  private static final long ACTIVE_BEFORE = 10_000;
  private static final Set<String> BY_HEARTBEAT = Set.of("kill-jobmanager", "stop-taskmanager");

  private final Activity activity;
  private final List<Recovery> recoveries = new ArrayList<>();
  private final List<Span> windows = new ArrayList<>();

  /**
   * @param faults of processes
   * @param outages times in which the verifier itself had no connection
   */
  Recoveries(Activity activity, List<FaultRow> faults, List<FaultRow> outages) {
    this.activity = activity;
    List<FaultRow> inOrder =
        faults.stream().sorted(Comparator.comparingLong(FaultRow::begin)).toList();
    for (int i = 0; i < inOrder.size(); i++) {
      long next = i + 1 < inOrder.size() ? inOrder.get(i + 1).begin() : Long.MAX_VALUE;
      recoveries.add(recovery(inOrder.get(i), next));
    }
    outages.forEach(outage -> recovery(outage, Long.MAX_VALUE));
  }

  private Recovery recovery(FaultRow fault, long next) {
    long within = BY_HEARTBEAT.contains(fault.kind()) ? PAUSE_WITHIN_HEARTBEAT : PAUSE_WITHIN;
    long latest = Math.min(fault.until() + within, Math.max(fault.begin(), next - 1));
    Span pause = activity.longestSilence(new Span(fault.begin() - SLACK, latest)).orElse(null);
    if (pause == null || pause.to() <= fault.begin()) {
      windows.add(new Span(fault.begin(), fault.until() + LONGEST));
      long time = activity.endsIn(new Span(fault.begin() - SLACK, latest)) ? -1 : 0;
      return new Recovery(fault.kind(), fault.begin(), 0, time, time, time, 0);
    }
    long all = pause.to();
    int instruments = 0;
    for (String subject : activity.during(new Span(pause.from() - ACTIVE_BEFORE, pause.from()))) {
      long again = activity.firstFrom(subject, pause.to());
      if (again >= 0) {
        instruments++;
        all = Math.max(all, again);
      }
    }
    windows.add(new Span(fault.begin(), Math.min(all + GRACE, fault.until() + LONGEST)));
    return new Recovery(
        fault.kind(),
        fault.begin(),
        pause.to() - pause.from(),
        pause.to() - fault.begin(),
        Math.max(0, pause.to() - fault.until()),
        all - fault.begin(),
        instruments);
  }

  /** One for each fault of a process, in order of time. */
  List<Recovery> list() {
    return recoveries;
  }

  Windows windows() {
    return new Windows(windows);
  }

  /** The median (of two, the greater) time to the first correct book by kind, ms. */
  static Map<String, Long> medians(List<Recovery> recoveries) {
    Map<String, List<Long>> byKind =
        recoveries.stream()
            .filter(recovery -> recovery.firstBookMs() >= 0)
            .collect(
                Collectors.groupingBy(
                    Recovery::kind,
                    TreeMap::new,
                    Collectors.mapping(Recovery::firstBookMs, Collectors.toList())));
    Map<String, Long> medians = new TreeMap<>();
    byKind.forEach(
        (kind, times) -> medians.put(kind, times.stream().sorted().toList().get(times.size() / 2)));
    return medians;
  }
}
