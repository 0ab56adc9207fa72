// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.job.process.ProcessFigures;
import io.marketprism.model.DataType;
import io.marketprism.sources.pressure.LevelChange;
import io.marketprism.sources.pressure.ReaderLoad;
import io.marketprism.sources.pressure.Restraint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One level for a job in a process, from the first subtask to the last. */
class DegradationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DegradationOptions options = quick(true);

  private static DegradationOptions quick(boolean enabled) {
    return DegradationOptions.ofJob(
        enabled, Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(5));
  }

  private static void press() {
    System.setProperty(ProcessFigures.MEMORY_LIMIT, "1");
  }

  @AfterEach
  void relieve() {
    System.clearProperty(ProcessFigures.MEMORY_LIMIT);
  }

  private static final class Reader implements ReaderLoad {
    final List<LevelChange> changes = new CopyOnWriteArrayList<>();

    @Override
    public long blockedNanos() {
      return 0;
    }

    @Override
    public void announce(LevelChange change) {
      changes.add(change);
    }
  }

  @Test
  void subtasksOfAJobShareTheLevelAndJobsDoNot() {
    Degradation first = Degradation.open(options);
    Degradation second = Degradation.open(options);
    Degradation other = Degradation.open(quick(false));
    try {
      assertThat(second).isSameAs(first);
      assertThat(other).isNotSameAs(first);
      press();
      await().atMost(PATIENCE).until(() -> first.level() == 4);
      assertThat(other.level()).as("one that is switched off").isZero();
    } finally {
      relieve();
      await().atMost(PATIENCE).until(() -> first.level() == 0);
      first.release();
      second.release();
      other.release();
    }
  }

  @Test
  void jobThatRestartsFindsItsLevelAgain() {
    press();
    Degradation before = Degradation.open(options);
    await().atMost(PATIENCE).until(() -> before.level() == 4);
    before.release();

    Degradation after = Degradation.open(options);
    assertThat(after).isNotSameAs(before);
    assertThat(after.level()).isEqualTo(4);
    relieve();
    await().atMost(PATIENCE).until(() -> after.level() == 0);
    after.release();
    Degradation last = Degradation.open(options);
    assertThat(last.level()).isZero();
    last.release();
  }

  @Test
  void firstReaderTellsEachChangeAndTheNextWhenItIsGone() {
    Reader first = new Reader();
    Reader second = new Reader();
    Restraint.Provider provider = FeedRestraint.of(options);
    Restraint one = provider.open(first, new UnregisteredMetricsGroup());
    Restraint two = provider.open(second, new UnregisteredMetricsGroup());
    press();
    await().atMost(PATIENCE).until(() -> two.leavesOut(DataType.LIQUIDATION));
    await().atMost(PATIENCE).until(() -> !first.changes.isEmpty());
    assertThat(one.defersBackfill()).isTrue();
    assertThat(one.leavesOut(DataType.TRADE)).isFalse();
    LevelChange up = first.changes.get(0);
    assertThat(up.before()).isZero();
    assertThat(up.now()).isEqualTo(4);
    assertThat(up.reason()).isEqualTo("memory");
    assertThat(up.detail()).contains("level 4 of 4 in ", "resident memory ");
    assertThat(second.changes).isEmpty();

    one.close();
    relieve();
    await().atMost(PATIENCE).until(() -> second.changes.size() == 4);
    assertThat(second.changes).extracting(LevelChange::now).containsExactly(3, 2, 1, 0);
    assertThat(second.changes).extracting(LevelChange::reason).containsOnly("relieved");
    assertThat(first.changes).hasSize(1);
    two.close();
  }
}
