// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import static io.marketprism.job.healthserver.Observations.good;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Since when things are as they are. */
class ObserverTest {
  private static final long SECOND = 1_000_000_000L;

  private final Observations well = new Observations();
  private Sample<NatsReading> nats = Sample.none(0);
  private Sample<JobReading> job = Sample.none(0);
  private Sample<MetricsReading> metrics = Sample.none(0);
  private final Observer observer =
      new Observer(() -> nats, () -> job, () -> metrics, new Heartbeats(), new Rejections(), 0);

  private <T> Sample<T> at(Sample<T> sample, long second) {
    return new Sample<>(
        sample.value(), sample.error(), second * SECOND, Observations.NOW, Duration.ZERO);
  }

  private Observation observe(long second) {
    return observer.observe(second * SECOND);
  }

  private void lookAt(long second) {
    Observation seen = well.observation();
    nats = at(seen.nats(), second);
    job = at(seen.job(), second);
    metrics = at(seen.metrics(), second);
  }

  @Test
  void beforeTheFirstLookNothingWasEverThere() {
    assertThat(observe(3).natsAway()).isEqualTo(new Absence(Duration.ofSeconds(3), false));
    assertThat(Judge.judge(observe(3)).status()).isEqualTo(Status.UNHEALTHY);
  }

  @Test
  void goodResultThatGrewOldCountsAsFailure() {
    lookAt(0);
    assertThat(Judge.judge(observe(1)).status()).isEqualTo(Status.HEALTHY);
    Observation later = observe(9);
    assertThat(later.nats().value()).isNull();
    assertThat(later.nats().error()).isEqualTo("no result for 9 s");
    assertThat(later.natsAway().lasted()).isEqualTo(Duration.ofSeconds(9));
    assertThat(Judge.judge(later).status()).isEqualTo(Status.DEGRADED);
    assertThat(Judge.judge(observe(31)).status()).isEqualTo(Status.UNHEALTHY);
  }

  @Test
  void absenceEndsWithTheNextGoodLook() {
    lookAt(0);
    observe(1);
    observe(40);
    lookAt(41);
    assertThat(observe(41).natsAway()).isEqualTo(Absence.NONE);
    assertThat(observe(41).notRunning()).isEqualTo(Absence.NONE);
  }

  @Test
  void feedsGrowOlderBetweenTwoLooks() {
    lookAt(0);
    assertThat(observe(5).feeds().get(0).ageSeconds()).isEqualTo(5.1);
  }

  @Test
  void staleFeedIsDeadSinceItsLastMessage() {
    lookAt(0);
    observe(0);
    well.spoil("binance", true, 70);
    well.spoil("okx", true, 70);
    lookAt(71);
    assertThat(observe(71).noneLive().lasted()).isEqualTo(Duration.ofSeconds(70));
  }

  @Test
  void deadFeedsAreCountedFromTheLastOneThatLived() {
    lookAt(0);
    observe(0);
    well.feeds = List.of(Observations.feed("trade", "okx", "A-B", false, 1));
    lookAt(2);
    assertThat(observe(4).noneLive()).isEqualTo(Observations.of(4));
  }

  @Test
  void jobWithoutAllItsTasksIsNotRunning() {
    lookAt(0);
    observe(0);
    job = at(good(new JobReading("a", "RUNNING", 1, 9, 0L, 1.0, 5.0, 1)), 6);
    assertThat(observe(6).notRunning().lasted()).isEqualTo(Duration.ofSeconds(6));
  }
}
