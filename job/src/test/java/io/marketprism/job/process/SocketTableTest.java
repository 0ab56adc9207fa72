// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketTableTest {
  private static final String HEADER =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

  @TempDir Path process;

  @BeforeEach
  void processWithTwoSocketsAndAFile() throws IOException {
    Files.createDirectories(process.resolve("fd"));
    Files.createDirectories(process.resolve("net"));
    descriptor(0, "pipe:[5]");
    descriptor(7, "socket:[100]");
    descriptor(8, "socket:[200]");
    descriptor(9, "anon_inode:[eventpoll]");
  }

  private void descriptor(int number, String target) throws IOException {
    Files.createSymbolicLink(process.resolve("fd/" + number), Path.of(target));
  }

  private static String row(String state, int inode) {
    return "   0: 0100007F:107E 0100007F:D431 %s 00000000:00000000 00:00000000 00000000     0        0 %d 1 0000000000000000 100 0 0 10 0\n"
        .formatted(state, inode);
  }

  private void table(String name, String... rows) throws IOException {
    Files.writeString(process.resolve("net/" + name), HEADER + String.join("", rows));
  }

  @Test
  void socketsOfBothProtocolsAreCountedByState() throws IOException {
    table("tcp", row("01", 100));
    table("tcp6", row("01", 200));

    assertThat(SocketTable.read(process)).containsEntry(TcpState.ESTABLISHED, 2);
  }

  @Test
  void socketsOfOtherProcessesAreLeftOut() throws IOException {
    table("tcp", row("01", 100), row("01", 300), row("0A", 400));

    assertThat(SocketTable.read(process))
        .containsEntry(TcpState.ESTABLISHED, 1)
        .containsEntry(TcpState.LISTEN, 0);
  }

  @Test
  void socketsThatBelongToNoProcessAnyMoreAreCounted() throws IOException {
    table("tcp", row("06", 0), row("06", 0), row("08", 200));

    assertThat(SocketTable.read(process))
        .containsEntry(TcpState.TIME_WAIT, 2)
        .containsEntry(TcpState.CLOSE_WAIT, 1);
  }

  @Test
  void everyStateIsThereAlsoWhereNoSocketIsInIt() throws IOException {
    table("tcp");

    Map<TcpState, Integer> counts = SocketTable.read(process);
    assertThat(counts).containsOnlyKeys(TcpState.values());
    assertThat(counts.values()).containsOnly(0);
  }

  @Test
  void aStateThatTheKernelHasAndWeDoNotKnowIsNoSocketOfOurs() throws IOException {
    table("tcp", row("0D", 100), row("00", 200), "   1: cut\n");

    assertThat(SocketTable.read(process).values()).containsOnly(0);
  }

  @Test
  void aSystemWithoutTheseTablesSaysSo() {
    assertThatThrownBy(() -> SocketTable.read(process.resolve("absent")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void theStatesHaveTheNumbersOfTheKernel() {
    assertThat(TcpState.of("01")).isEqualTo(TcpState.ESTABLISHED);
    assertThat(TcpState.of("08")).isEqualTo(TcpState.CLOSE_WAIT);
    assertThat(TcpState.of("0A")).isEqualTo(TcpState.LISTEN);
    assertThat(TcpState.of("0C")).isEqualTo(TcpState.NEW_SYN_RECV);
  }
}
