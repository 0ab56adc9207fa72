// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out a plan in real time on the calling thread: venues' faults by asking simulators,
 * processes' by printing the line for whoever runs them. A simulator that cannot be reached keeps
 * nothing else from happening.
 */
public final class PlanRun {
  private static final Logger LOG = LoggerFactory.getLogger(PlanRun.class);

  /** How a plan went; later ones are worse. */
  public enum Outcome {
    /** Everything was accepted. */
    ACCEPTED,
    /** A simulator refused something. */
    REFUSED,
    /** A simulator could not be asked. */
    UNREACHABLE
  }

  private final VenueClient client;
  private final PrintWriter local;
  private final InflictionLog log;

  /** A run that prints the lines of processes to {@code local} when they are due. */
  public PlanRun(VenueClient client, PrintWriter local, InflictionLog log) {
    this.client = client;
    this.local = local;
    this.log = log;
  }

  /** Carries out the lines, which must be in the order of their times; returns after the last. */
  public Outcome carryOut(List<PlannedFault> plan) throws InterruptedException {
    long began = System.nanoTime();
    Outcome worst = Outcome.ACCEPTED;
    for (PlannedFault fault : plan) {
      long due = began + TimeUnit.MILLISECONDS.toNanos(fault.millis());
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      Outcome outcome = carryOut(fault);
      worst = outcome.compareTo(worst) > 0 ? outcome : worst;
    }
    return worst;
  }

  private Outcome carryOut(PlannedFault fault) throws InterruptedException {
    if (fault.local()) {
      local.println(fault);
      local.flush();
      log.handedOut(fault);
      return Outcome.ACCEPTED;
    }
    try {
      VenueClient.Answer answer = client.inflict(fault);
      log.answered(fault, answer);
      if (!answer.accepted()) {
        LOG.warn("'{}' was refused: {}", fault, answer.body());
      }
      return answer.accepted() ? Outcome.ACCEPTED : Outcome.REFUSED;
    } catch (IOException e) {
      LOG.warn("'{}' could not be inflicted", fault, e);
      log.failed(fault, e);
      return Outcome.UNREACHABLE;
    }
  }
}
