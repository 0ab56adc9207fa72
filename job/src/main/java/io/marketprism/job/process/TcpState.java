// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.process;

import java.util.List;
import javax.annotation.Nullable;

/** States of a TCP socket under the names and in the order of Linux, which numbers them from 1. */
public enum TcpState {
  ESTABLISHED,
  SYN_SENT,
  SYN_RECV,
  FIN_WAIT1,
  FIN_WAIT2,
  TIME_WAIT,
  CLOSE,
  CLOSE_WAIT,
  LAST_ACK,
  LISTEN,
  CLOSING,
  NEW_SYN_RECV;

  private static final List<TcpState> ALL = List.of(values());
  private static final int HEX = 16;

  /** The state of a two-digit hexadecimal number in the kernel's table; null for no known one. */
  @Nullable
  static TcpState of(String code) {
    int number = Integer.parseInt(code, HEX);
    return number >= 1 && number <= ALL.size() ? ALL.get(number - 1) : null;
  }
}
