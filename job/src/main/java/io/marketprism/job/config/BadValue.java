// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

/** A value breaks a rule of its type. The message goes on after the value: "is not a number". */
final class BadValue extends Exception {
  private static final long serialVersionUID = 1L;

  BadValue(String problem) {
    super(problem, null, false, false);
  }
}
