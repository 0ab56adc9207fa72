// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFiguresTest {
  private static final String STATUS =
      """
      Name:	java
      VmPeak:	 5242880 kB
      VmSize:	 4194304 kB
      VmHWM:	  600000 kB
      VmRSS:	  524288 kB
      RssAnon:	  500000 kB
      """;

  @TempDir Path process;

  private long nanos;
  private final String limitBefore = System.getProperty(ProcessFigures.MEMORY_LIMIT);

  @AfterEach
  void limitAsBefore() {
    if (limitBefore == null) {
      System.clearProperty(ProcessFigures.MEMORY_LIMIT);
    } else {
      System.setProperty(ProcessFigures.MEMORY_LIMIT, limitBefore);
    }
  }

  private ProcessFigures figures() {
    return new ProcessFigures(process, () -> nanos);
  }

  private void status(String text) throws IOException {
    Files.writeString(process.resolve("status"), text);
  }

  @Test
  void memoryIsToldInBytes() throws IOException {
    status(STATUS);

    assertThat(figures().residentBytes()).hasValue(512L << 20);
    assertThat(figures().virtualBytes()).hasValue(4L << 30);
  }

  @Test
  void theSystemIsAskedOnceASecond() throws IOException {
    status(STATUS);
    ProcessFigures figures = figures();
    assertThat(figures.residentBytes()).hasValue(512L << 20);
    status(STATUS.replace("524288", "524289"));

    nanos += Sampled.MAX_AGE_NANOS - 1;
    assertThat(figures.residentBytes()).hasValue(512L << 20);
    nanos += 1;
    assertThat(figures.residentBytes()).hasValue((512L << 20) + 1_024);
  }

  @Test
  void whatCannotBeReadAnyMoreIsWhatItWas() throws IOException {
    status(STATUS);
    ProcessFigures figures = figures();
    assertThat(figures.residentBytes()).isPresent();
    status("VmRSS: strange");

    nanos += Sampled.MAX_AGE_NANOS;
    assertThat(figures.residentBytes()).hasValue(512L << 20);
  }

  @Test
  void aSystemThatDoesNotTellHasNoMemoryAndNoSockets() {
    assertThat(figures().residentBytes()).isEmpty();
    assertThat(figures().virtualBytes()).isEmpty();
    assertThat(figures().memoryPercent()).isEmpty();
    assertThat(figures().tcpSockets()).isEmpty();
  }

  @Test
  void memoryIsJudgedByTheLimitThatIsGiven() throws IOException {
    status(STATUS);
    System.setProperty(ProcessFigures.MEMORY_LIMIT, Long.toString(1L << 30));

    assertThat(figures().memoryLimitBytes()).isEqualTo(1L << 30);
    assertThat(figures().memoryPercent()).hasValue(50.0);
  }

  @Test
  void withoutOneTheContainerOrTheHostLimits() {
    System.clearProperty(ProcessFigures.MEMORY_LIMIT);

    assertThat(figures().memoryLimitBytes()).isGreaterThan(Runtime.getRuntime().maxMemory() / 4);
  }

  @Test
  void theShareOfTheCpuIsThatOfTheLastSeconds() {
    CpuShare share = new CpuShare(0, 10_000_000_000L, 20_000_000_000L);
    assertThat(share.percent(1, 10_000_000_001L)).isEqualTo(50.0);
    assertThat(share.percent(CpuShare.WINDOW_NANOS, 10_000_000_000L + 2 * CpuShare.WINDOW_NANOS))
        .isEqualTo(200.0);
    assertThat(
            share.percent(2 * CpuShare.WINDOW_NANOS, 10_000_000_000L + 2 * CpuShare.WINDOW_NANOS))
        .isZero();
  }

  @Test
  void aDiskIsThatOfTheNearestFolderThatExists() throws IOException {
    DiskUse disk = DiskUse.of(process.resolve("not/there/yet"));

    assertThat(disk.totalBytes()).isPositive();
    assertThat(disk.usedPercent()).isBetween(0.0, 100.0);
    assertThat(new DiskUse(30, 70, 110).usedPercent()).isEqualTo(30.0);
  }

  @Test
  void thisProcessIsPlausible() {
    ProcessFigures figures = ProcessFigures.ofThisProcess();
    assertThat(figures.threads()).isPositive();
    assertThat(figures.cpuSeconds()).isPositive();
    assertThat(figures.cpuPercent()).isNotNegative();
    assertThat(figures.cores()).isPositive();
    assertThat(figures.startSeconds()).isGreaterThan(1.6e9);
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs Linux's /proc");
    assertThat(figures.residentBytes().orElseThrow()).isGreaterThan(10L << 20);
    assertThat(figures.openDescriptors().orElseThrow())
        .isPositive()
        .isLessThanOrEqualTo(figures.maxDescriptors().orElseThrow());
    assertThat(figures.tcpSockets().orElseThrow()).containsOnlyKeys(TcpState.values());
  }
}
