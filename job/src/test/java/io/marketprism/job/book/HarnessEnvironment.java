// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.util.TestingTaskManagerRuntimeInfo;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.util.FileUtils;

/** A task's surroundings in an operator test: real RocksDB, metrics in the test's hand. */
public final class HarnessEnvironment implements AutoCloseable {
  private final RecordedMetrics metrics = new RecordedMetrics();
  private final Path folder;
  private final MockEnvironment task;

  public HarnessEnvironment() throws IOException {
    this(1);
  }

  /** With the bound of parallelism that a restored state was written under. */
  public HarnessEnvironment(int maxParallelism) throws IOException {
    folder = Files.createTempDirectory("harness");
    task =
        new MockEnvironmentBuilder()
            .setMaxParallelism(maxParallelism)
            .setMetricGroup(metrics.task())
            .setTaskManagerRuntimeInfo(
                new TestingTaskManagerRuntimeInfo(new Configuration(), folder.toFile()))
            .build();
  }

  public RecordedMetrics metrics() {
    return metrics;
  }

  public MockEnvironment task() {
    return task;
  }

  /** A backend whose files are gone when this environment is closed. */
  public EmbeddedRocksDBStateBackend rocksDb() {
    EmbeddedRocksDBStateBackend backend = new EmbeddedRocksDBStateBackend();
    backend.setDbStoragePath(folder.toString());
    backend.getMemoryConfiguration().setUseManagedMemory(false);
    return backend;
  }

  @Override
  public void close() {
    try {
      task.close();
      FileUtils.deleteDirectory(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
