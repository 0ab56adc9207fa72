// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublishScheduleTest {
  private final PublishSchedule schedule = new PublishSchedule(100);
  private final TrackedBook first = new TrackedBook(BookRig.BTC, null);
  private final TrackedBook second = new TrackedBook(BookRig.ETH, null);

  @Test
  void theHeadOfTheQueueIsAlwaysTheNextDue() {
    schedule.published(first, 1_000);
    schedule.published(second, 1_040);
    assertThat(schedule.changed(second)).isFalse();
    assertThat(schedule.changed(first)).isFalse();

    assertThat(schedule.nextTime()).isEqualTo(1_100);
    assertThat(schedule.pollDue(1_099)).isNull();
    assertThat(schedule.pollDue(1_100)).isSameAs(first);
    assertThat(schedule.pollDue(1_100)).isNull();
    assertThat(schedule.nextTime()).isEqualTo(1_140);
    assertThat(schedule.pollDue(1_140)).isSameAs(second);
    assertThat(schedule.nextTime()).isEqualTo(PublishSchedule.NONE);
  }

  @Test
  void aBookThatDidNotChangeLeavesTheQueue() {
    schedule.published(first, 1_000);

    assertThat(schedule.pollDue(1_100)).isNull();
    assertThat(schedule.nextTime()).isEqualTo(PublishSchedule.NONE);
    assertThat(schedule.changed(first)).isTrue();
  }

  @Test
  void nobodyIsWokenForABookThatDidNotChange() {
    schedule.published(first, 1_000);
    schedule.published(second, 1_040);
    assertThat(schedule.nextTime()).isEqualTo(PublishSchedule.NONE);

    schedule.changed(second);
    schedule.changed(second);
    assertThat(schedule.nextTime()).isEqualTo(1_140);

    schedule.forget(second);
    assertThat(schedule.nextTime()).isEqualTo(PublishSchedule.NONE);
    schedule.changed(first);
    assertThat(schedule.nextTime()).isEqualTo(1_100);
  }

  @Test
  void whatHasCooledDownWithoutAChangeIsPublishedWithItsNextOne() {
    schedule.published(first, 1_000);
    schedule.published(second, 1_000);
    schedule.changed(second);
    schedule.release(1_099);
    assertThat(first.cooling).isTrue();

    schedule.release(1_100);
    assertThat(schedule.changed(first)).isTrue();
    assertThat(second.cooling).as("it changed, and is to be polled").isTrue();
    assertThat(schedule.pollDue(1_100)).isSameAs(second);
    assertThat(schedule.nextTime()).isEqualTo(PublishSchedule.NONE);
  }

  @Test
  void afterALongerIntervalNobodyIsWokenTooEarly() {
    schedule.interval(1_000);
    schedule.published(first, 1_000);
    schedule.interval(100);
    schedule.published(second, 1_010);
    schedule.changed(second);

    assertThat(schedule.nextTime()).isEqualTo(2_000);
    assertThat(schedule.pollDue(2_000)).isSameAs(second);
  }

  @Test
  void withoutAnIntervalNothingWaits() {
    PublishSchedule every = new PublishSchedule(0);
    every.published(first, 1_000);

    assertThat(every.changed(first)).isTrue();
    assertThat(every.nextTime()).isEqualTo(PublishSchedule.NONE);
  }

  @Test
  void aClockThatIsSetBackSilencesNoBook() {
    schedule.published(first, 5_000_000);
    schedule.changed(first);

    assertThat(schedule.pollDue(1_400_000)).isSameAs(first);
  }

  @Test
  void theEndTakesOutEverythingThatChanged() {
    schedule.published(first, 1_000);
    schedule.published(second, 1_000);
    schedule.changed(second);

    assertThat(schedule.pollAny()).isSameAs(second);
    assertThat(schedule.pollAny()).isNull();
  }
}
