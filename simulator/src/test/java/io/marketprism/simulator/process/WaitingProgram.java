// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.process;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that says when a system property is set, which only somebody inside can do, and ends
 * when its input does.
 */
final class WaitingProgram {
  static final String PROPERTY = "io.marketprism.simulator.process.other";

  private WaitingProgram() {}

  public static void main(String[] args) throws IOException {
    System.out.println("ready");
    while (System.getProperty(PROPERTY) == null) {
      LockSupport.parkNanos(1_000_000);
    }
    System.out.println(System.getProperty(PROPERTY));
    // Ending at once would cut off the JVM's answer to whoever gave the order.
    System.in.transferTo(System.out);
  }
}
