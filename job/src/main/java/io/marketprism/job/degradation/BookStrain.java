// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.degradation;

import io.marketprism.job.book.ProcessStrain;

/** The level as the order books see it. */
public final class BookStrain implements ProcessStrain {
  private final Degradation degradation;

  private BookStrain(Degradation degradation) {
    this.degradation = degradation;
  }

  /** For the order books of a job. */
  public static Provider of(DegradationOptions options) {
    return () -> new BookStrain(Degradation.open(options));
  }

  @Override
  public int level() {
    return degradation.level();
  }

  @Override
  public void published(long millis) {
    degradation.delay().published(millis);
  }

  @Override
  public void close() {
    degradation.release();
  }
}
