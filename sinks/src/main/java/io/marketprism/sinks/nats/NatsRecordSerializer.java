// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.flink.api.common.serialization.SerializationSchema;

/**
 * Turns a record into the message that is published for it. Each writer has its own instance and
 * calls it from its task thread only.
 *
 * @param <T> the records of the stream
 */
@FunctionalInterface
public interface NatsRecordSerializer<T> extends Serializable {

  /**
   * Called once before the first record.
   *
   * @param context metric group and user code class loader of the writer
   * @throws Exception fails the start of the task
   */
  default void open(SerializationSchema.InitializationContext context) throws Exception {}

  /**
   * Makes the message for a record.
   *
   * @param record one record of the stream
   * @return the message, with a payload array that is not written to afterwards; null when the
   *     record is not to be published
   */
  @Nullable
  NatsMessage serialize(T record);
}
