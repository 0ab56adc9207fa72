// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.lease;

import io.marketprism.job.coordinator.StatelessCoordinator;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the lease of the collector's id for a running job. Runs on the JobManager, so that the
 * lease outlives restarts of tasks and TaskManagers; another JobManager that takes the job over
 * takes over its lease at once, because the job keeps its id.
 *
 * <p>Renews three times in a time to live. While NATS is away it tries every second; the lease may
 * run out meanwhile, and is taken again if nobody else has. If somebody has, the job fails, without
 * a restart. When the job ends, the lease is given back.
 *
 * <p>Everything is done on one thread of its own, so that waiting for NATS holds up nothing.
 */
final class LeaseCoordinator extends StatelessCoordinator {
  /** 1 while NATS has confirmed the lease at the last attempt, else 0. */
  static final String HELD = "marketprism_lease_held";

  private static final Logger LOG = LoggerFactory.getLogger(LeaseCoordinator.class);
  private static final int RENEWALS_PER_TTL = 3;
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

  private final Context context;
  private final LeaseOptions options;
  private final CollectorLease lease;
  private final LeaseConnection connection;
  private final ScheduledExecutorService thread;
  private ScheduledFuture<?> next;
  private boolean everHeld;
  private boolean missing;
  private volatile boolean held;

  LeaseCoordinator(Context context, LeaseOptions options) {
    this.context = context;
    this.options = options;
    this.lease =
        new CollectorLease(options.collectorId(), LeaseHolder.here(context.getJobID().toString()));
    this.connection = new LeaseConnection(options);
    this.thread = Executors.newSingleThreadScheduledExecutor(this::keeper);
  }

  private Thread keeper(Runnable task) {
    Thread keeper = new Thread(task, "collector-lease");
    keeper.setDaemon(true);
    keeper.setContextClassLoader(context.getUserCodeClassloader());
    return keeper;
  }

  @Override
  public void start() {
    context.metricGroup().gauge(HELD, (Gauge<Integer>) () -> held ? 1 : 0);
    thread.execute(this::renew);
  }

  private void renew() {
    try {
      LeaseBucket bucket = connection.bucket();
      Optional<LeaseStore.Entry> other = lease.refresh(bucket);
      if (other.isPresent()) {
        lost(other.get().holder());
        return;
      }
      if (!held) {
        LOG.info("Collector id {} is leased to this job.", options.collectorId());
      }
      held = true;
      everHeld = true;
      missing = false;
      renewIn(bucket.ttl().dividedBy(RENEWALS_PER_TTL));
    } catch (IOException | RuntimeException e) {
      // The client throws the latter where a connection closes under a request.
      missed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void missed(Exception reason) {
    if (!missing) {
      LOG.warn("The lease of {} is not renewed, trying on", options.collectorId(), reason);
    }
    missing = true;
    held = false;
    disconnect();
    renewIn(RETRY);
  }

  private void lost(LeaseHolder other) {
    LeaseHeldException reason =
        everHeld
            ? LeaseHeldException.lost(options.collectorId(), other)
            : LeaseHeldException.atStart(options.collectorId(), other);
    held = false;
    LOG.error("{}", reason.getMessage());
    context.failJob(new SuppressRestartsException(reason));
  }

  private void renewIn(Duration delay) {
    next = thread.schedule(this::renew, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws InterruptedException {
    if (thread.isShutdown()) {
      return;
    }
    thread.execute(this::end);
    if (!thread.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("The lease of {} is not given back in time, it runs out.", options.collectorId());
      thread.shutdownNow();
    }
  }

  private void end() {
    if (next != null) {
      next.cancel(false);
    }
    try {
      if (held) {
        lease.release(connection.bucket());
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("The lease of {} is not given back, it runs out", options.collectorId(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      held = false;
      disconnect();
      thread.shutdown();
    }
  }

  private void disconnect() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void handleEventFromOperator(int subtask, int attemptNumber, OperatorEvent event) {
    throw new IllegalArgumentException("nobody sends events to the lease, but came " + event);
  }

  /** Makes the coordinator on the JobManager. */
  record Provider(OperatorID operatorId, LeaseOptions options)
      implements OperatorCoordinator.Provider {
    private static final long serialVersionUID = 1L;

    @Override
    public OperatorID getOperatorId() {
      return operatorId;
    }

    @Override
    public OperatorCoordinator create(Context context) {
      return new LeaseCoordinator(context, options);
    }
  }
}
