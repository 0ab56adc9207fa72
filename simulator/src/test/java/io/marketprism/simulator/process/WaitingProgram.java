// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.process;

import java.util.concurrent.locks.LockSupport;

/** A process that ends well when a system property is set, which only somebody inside can do. */
final class WaitingProgram {
  static final String ENDS = "io.marketprism.simulator.process.ends";

  private WaitingProgram() {}

  public static void main(String[] args) {
    System.out.println("ready");
    while (System.getProperty(ENDS) == null) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
