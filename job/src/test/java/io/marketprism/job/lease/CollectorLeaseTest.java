// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has a collector's id. */
class CollectorLeaseTest {
  private final Store store = new Store();
  private final CollectorLease one = lease("job-1");
  private final CollectorLease two = lease("job-2");

  private static CollectorLease lease(String jobId) {
    return new CollectorLease("default", new LeaseHolder(jobId, "node", 1, 0));
  }

  @Test
  void aFreeIdIsTakenAndRenewed() throws Exception {
    assertThat(one.refresh(store)).isEmpty();
    long first = store.entry.revision();
    assertThat(one.refresh(store)).isEmpty();
    assertThat(store.entry.revision()).isGreaterThan(first);
    assertThat(store.entry.holder().jobId()).isEqualTo("job-1");
  }

  @Test
  void anotherJobIsToldWhoHasTheId() throws Exception {
    one.refresh(store);
    assertThat(two.refresh(store)).map(entry -> entry.holder().jobId()).contains("job-1");
    assertThat(store.entry.holder().jobId()).isEqualTo("job-1");
  }

  @Test
  void anotherJobGetsTheIdWhenTheStoreHasDroppedTheEntry() throws Exception {
    one.refresh(store);
    store.entry = null;
    assertThat(two.refresh(store)).isEmpty();
    assertThat(one.refresh(store))
        .as("the first one finds out")
        .map(entry -> entry.holder().jobId())
        .contains("job-2");
  }

  @Test
  void aLeaseThatRanOutWhileNobodyElseCameIsTakenAgain() throws Exception {
    one.refresh(store);
    store.entry = null;
    assertThat(one.refresh(store)).isEmpty();
    assertThat(store.entry.holder().jobId()).isEqualTo("job-1");
  }

  @Test
  void anotherProcessOfTheSameJobTakesOverAtOnce() throws Exception {
    one.refresh(store);
    CollectorLease successor =
        new CollectorLease("default", new LeaseHolder("job-1", "other-node", 2, 9));
    assertThat(successor.refresh(store)).isEmpty();
    assertThat(store.entry.holder().host()).isEqualTo("other-node");
    assertThat(one.refresh(store)).as("the same job, so neither is refused").isEmpty();
  }

  @Test
  void ofTwoThatTakeAFreeIdAtOnceOneHasIt() throws Exception {
    store.beforeNextWrite = () -> two.refresh(store);
    assertThat(one.refresh(store)).map(entry -> entry.holder().jobId()).contains("job-2");
  }

  @Test
  void aReleasedIdIsFree() throws Exception {
    one.refresh(store);
    one.release(store);
    assertThat(two.refresh(store)).isEmpty();
  }

  @Test
  void whoLostTheIdReleasesNothing() throws Exception {
    one.refresh(store);
    store.entry = null;
    two.refresh(store);
    one.release(store);
    assertThat(store.entry.holder().jobId()).isEqualTo("job-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no JSON", "null", "{}", "7", ""})
  void anEntryThatNobodyCanReadIsAHolder(String text) throws Exception {
    store.write(LeaseHolder.of(text.getBytes(StandardCharsets.UTF_8)));
    assertThat(one.refresh(store))
        .map(entry -> entry.holder().shown())
        .get()
        .asString()
        .startsWith("job " + text + " on an unknown host");
  }

  @Test
  void aHolderIsReadAsItWasWritten() {
    LeaseHolder holder = new LeaseHolder("job-1", "node", 4711, 1_786_563_120_000L);
    assertThat(LeaseHolder.of(holder.toBytes())).isEqualTo(holder);
    assertThat(holder.shown())
        .isEqualTo("job job-1 on node (process 4711), since 2026-08-12T19:32:00Z");
  }

  @Test
  void anEntryThatChangesAtEveryLookIsGivenUpAndNotTakenForOurs() {
    store.beforeEveryWrite = () -> store.write(new LeaseHolder("job-1", "node", 1, 0));
    assertThatThrownBy(() -> one.refresh(store)).isInstanceOf(IOException.class);
  }

  private interface Interruption {
    void run() throws IOException;
  }

  /** A store of one entry, with somebody who may write just before a write. */
  private static final class Store implements LeaseStore {
    private Entry entry;
    private long revisions;
    private Interruption beforeNextWrite;
    private Interruption beforeEveryWrite = () -> {};

    private long write(LeaseHolder holder) {
      entry = new Entry(holder, ++revisions);
      return revisions;
    }

    private void interrupted() throws IOException {
      Interruption now = beforeNextWrite == null ? beforeEveryWrite : beforeNextWrite;
      beforeNextWrite = null;
      now.run();
    }

    @Override
    public Optional<Entry> find(String collectorId) {
      return Optional.ofNullable(entry);
    }

    @Override
    public OptionalLong create(String collectorId, LeaseHolder holder) throws IOException {
      interrupted();
      return entry == null ? OptionalLong.of(write(holder)) : OptionalLong.empty();
    }

    @Override
    public OptionalLong replace(String collectorId, LeaseHolder holder, long expectedRevision)
        throws IOException {
      interrupted();
      return entry != null && entry.revision() == expectedRevision
          ? OptionalLong.of(write(holder))
          : OptionalLong.empty();
    }

    @Override
    public void remove(String collectorId, long expectedRevision) {
      if (entry != null && entry.revision() == expectedRevision) {
        entry = null;
      }
    }
  }
}
