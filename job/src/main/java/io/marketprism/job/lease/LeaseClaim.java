// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.lease;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes the lease of a collector id for a job that is about to be submitted, so that a second
 * collector is refused before it has a task. The job renews it from its start on ({@link
 * LeaseCoordinator}).
 *
 * <p>A holder that lives renews its lease, and the claim is refused as soon as it does. A holder
 * that has died does not; the claim waits until its lease runs out, and says so.
 */
public final class LeaseClaim {
  private static final long POLL_MILLIS = 200;

  /** The server looks for what has run out now and then, not at the very moment. */
  private static final Duration SERVERS_DELAY = Duration.ofSeconds(10);

  private final LeaseOptions options;
  private final CollectorLease lease;
  private final Consumer<String> announce;

  private LeaseClaim(LeaseOptions options, String jobId, Consumer<String> announce) {
    this.options = options;
    this.lease = new CollectorLease(options.collectorId(), LeaseHolder.here(jobId));
    this.announce = announce;
  }

  /**
   * Takes the lease. Waits for one time to live and a little more at most. Where NATS cannot be
   * reached from here, nothing is taken, which is announced: the job then takes the lease by
   * itself, or fails.
   *
   * @param jobId the id under which the job will run
   * @param announce hears what the caller has to wait for
   * @throws LeaseHeldException if another job has it and lives
   */
  public static LeaseClaim take(LeaseOptions options, String jobId, Consumer<String> announce)
      throws LeaseHeldException, InterruptedException {
    LeaseClaim claim = new LeaseClaim(options, jobId, announce);
    try (LeaseConnection connection = new LeaseConnection(options)) {
      claim.take(connection.bucket());
    } catch (IOException e) {
      announce.accept(
          "The lease of collector id \"%s\" cannot be taken from here, the job will do it itself: %s"
              .formatted(options.collectorId(), e.getMessage()));
    }
    return claim;
  }

  private void take(LeaseBucket bucket)
      throws IOException, LeaseHeldException, InterruptedException {
    Optional<LeaseStore.Entry> first = lease.refresh(bucket);
    if (first.isEmpty()) {
      return;
    }
    LeaseStore.Entry seen = first.get();
    announce.accept(
        "Waiting up to %d s: the collector id \"%s\" is held by %s. If that job has died, its lease runs out."
            .formatted(bucket.ttl().toSeconds(), options.collectorId(), seen.holder().shown()));
    long deadline = System.nanoTime() + bucket.ttl().plus(SERVERS_DELAY).toNanos();
    while (System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      Optional<LeaseStore.Entry> now = lease.refresh(bucket);
      if (now.isEmpty()) {
        return;
      }
      if (now.get().revision() != seen.revision()) {
        throw LeaseHeldException.atStart(options.collectorId(), now.get().holder());
      }
    }
    throw LeaseHeldException.atStart(options.collectorId(), seen.holder());
  }

  /** Gives the lease back after a submission that failed, unless a job has taken it over. */
  public void release() throws InterruptedException {
    try (LeaseConnection connection = new LeaseConnection(options)) {
      lease.release(connection.bucket());
    } catch (IOException e) {
      announce.accept(
          "The lease of collector id \"%s\" could not be given back, it will run out: %s"
              .formatted(options.collectorId(), e.getMessage()));
    }
  }
}
