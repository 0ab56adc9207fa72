// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestExternalSystem;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SinkTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;

/**
 * Flink's own tests of a sink: records arrive, from a savepoint on and with other parallelism too,
 * and are counted in Flink's metric. Each test has a stream of its own on a real server. What comes
 * twice has the same id, so that both semantics hold.
 */
@SuppressWarnings("unused") // Flink's test extension reads the annotated fields
class NatsSinkSuiteITCase extends SinkTestSuiteBase<String> {

  @TestSemantics
  private final CheckpointingMode[] semantics = {
    CheckpointingMode.EXACTLY_ONCE, CheckpointingMode.AT_LEAST_ONCE
  };

  @TestEnv private final MiniClusterTestEnvironment cluster = new MiniClusterTestEnvironment();

  @TestExternalSystem private final NatsSystem nats = new NatsSystem();

  @TestContext private final NatsSystem.ContextFactory context = nats.contextFactory();
}
