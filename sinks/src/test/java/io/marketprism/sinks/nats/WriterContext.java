// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.util.OptionalLong;
import org.apache.flink.api.common.JobInfo;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;

/** What a writer gets from its task, as far as ours asks for it. */
final class WriterContext implements WriterInitContext {

  private final RecordedMetrics metrics = new RecordedMetrics();

  @Override
  public RecordedMetrics metricGroup() {
    return metrics;
  }

  @Override
  public UserCodeClassLoader getUserCodeClassLoader() {
    return SimpleUserCodeClassLoader.create(WriterContext.class.getClassLoader());
  }

  @Override
  public SerializationSchema.InitializationContext asSerializationSchemaInitializationContext() {
    return new SerializationSchema.InitializationContext() {
      @Override
      public MetricGroup getMetricGroup() {
        return metrics;
      }

      @Override
      public UserCodeClassLoader getUserCodeClassLoader() {
        return WriterContext.this.getUserCodeClassLoader();
      }
    };
  }

  @Override
  public MailboxExecutor getMailboxExecutor() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ProcessingTimeService getProcessingTimeService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isObjectReuseEnabled() {
    return true;
  }

  @Override
  public <T> TypeSerializer<T> createInputSerializer() {
    throw new UnsupportedOperationException();
  }

  @Override
  public OptionalLong getRestoredCheckpointId() {
    return OptionalLong.empty();
  }

  @Override
  public JobInfo getJobInfo() {
    throw new UnsupportedOperationException();
  }

  @Override
  public TaskInfo getTaskInfo() {
    throw new UnsupportedOperationException();
  }
}
