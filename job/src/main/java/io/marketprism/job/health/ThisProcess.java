// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.health;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this process is called where several have to be told apart. */
public final class ThisProcess {
  private ThisProcess() {}

  /** The host's name, or {@code unknown-host} where the system does not know it. */
  public static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown-host";
    }
  }

  /** The operating system's number of it. */
  public static long pid() {
    return ProcessHandle.current().pid();
  }
}
