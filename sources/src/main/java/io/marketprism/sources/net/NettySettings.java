// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

/** What Netty must be told before its classes are initialised. */
final class NettySettings {
  private static final String JFR = "io.netty.jfr.enabled";

  private NettySettings() {}

  /**
   * Keeps Netty's allocators from registering with the flight recorder. Netty 4.2.20 puts a
   * listener into a static list of the JDK that stays there until a recording is started, for most
   * processes for ever; it would pin the class loader of every job that ever ran. Whoever wants
   * Netty's events sets the property himself; it is then left as it is.
   */
  static void apply() {
    if (System.getProperty(JFR) == null) {
      System.setProperty(JFR, "false");
    }
  }
}
