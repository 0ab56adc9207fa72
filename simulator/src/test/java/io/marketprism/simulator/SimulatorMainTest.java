// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulatorMainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine commands = SimulatorMain.commandLine();
    commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }

  @Test
  void withoutArgumentsItHelps() {
    assertThat(run()).isZero();
    assertThat(out.toString()).contains("serve", "verify");
  }

  @Test
  void aMissingRecordingIsNamed(@TempDir Path folder) {
    assertThat(run("serve", "--replay", folder.resolve("none.gz").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("cannot read the recording", "none.gz");
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(run("serve", "--bind", "0.0.0.0", "--port", port)).isEqualTo(2);
      assertThat(err.toString()).contains("cannot listen on 0.0.0.0:" + port);
    }
  }

  @Test
  void wrongValuesAreRefused() {
    assertThat(run("serve", "--speed", "fast", "--replay", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("--speed is 'fast'");
    assertThat(run("serve", "--levels", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("levels is 1, must be from 20 to 5000");
    assertThat(run("serve", "--symbols", "NONSENSE")).isEqualTo(2);
    assertThat(err.toString()).contains("NONSENSE");
  }
}
