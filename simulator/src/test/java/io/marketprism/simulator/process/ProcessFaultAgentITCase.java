// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessFaultAgentITCase {
  private static final String PROPERTY = "io.marketprism.simulator.process.test";

  @AfterEach
  void calm() throws IOException {
    ProcessFaultAgent.agentmain("sockets=0");
    System.clearProperty(PROPERTY);
  }

  @Test
  void socketsAreHeldUntilTheyAreReleased() throws IOException {
    long before = descriptors();
    ProcessFaultAgent.agentmain("sockets=20");
    assertThat(descriptors() - before).isGreaterThanOrEqualTo(40);
    ProcessFaultAgent.agentmain("sockets=5");
    assertThat(descriptors() - before).isLessThan(20);
    ProcessFaultAgent.agentmain("sockets=0");
    assertThat(descriptors() - before).isLessThan(10);
  }

  @Test
  void aPropertyIsSetAndRemoved() throws IOException {
    ProcessFaultAgent.agentmain("property=" + PROPERTY + "=a=b");
    assertThat(System.getProperty(PROPERTY)).isEqualTo("a=b");
    ProcessFaultAgent.agentmain("property=" + PROPERTY + "=");
    assertThat(System.getProperty(PROPERTY)).isNull();
  }

  @Test
  void whatIsNoOrderIsRefused() {
    for (String order : new String[] {"", "sleep", "sockets=-1", "sockets=x", "property=x"}) {
      assertThatThrownBy(() -> ProcessFaultAgent.agentmain(order))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anotherJvmCarriesOrdersOut() throws IOException, InterruptedException {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                WaitingProgram.class.getName())
            .redirectErrorStream(true)
            .start();
    try (var said = other.inputReader()) {
      assertThat(said.readLine()).isEqualTo("ready");
      ProcessFaults.inflict(other.pid(), "property=" + WaitingProgram.PROPERTY + "=seen");
      assertThat(said.readLine()).isEqualTo("seen");
      other.getOutputStream().close();
      assertThat(other.waitFor()).isZero();
    } finally {
      other.destroyForcibly();
    }
  }

  private static long descriptors() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
        .getOpenFileDescriptorCount();
  }
}
