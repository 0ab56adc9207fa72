// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks.frames;

import java.util.zip.CRC32;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Where a way puts what it made: into JMH's black hole while it is timed, into counts and a sum
 * while it is compared.
 */
final class Output {
  private final CRC32 sum = new CRC32();
  private Blackhole hole;
  private int events;
  private int trades;
  private int books;

  /** From now on nothing is counted. */
  void timed(Blackhole newHole) {
    hole = newHole;
  }

  /** What a frame was read into, if that is all that is done with it. */
  void event(Object event) {
    if (hole != null) {
      hole.consume(event);
    } else {
      events++;
    }
  }

  /** As {@link #event(Object)}, of two parts. */
  void event(Object first, Object second) {
    if (hole != null) {
      hole.consume(first);
      hole.consume(second);
    } else {
      events++;
    }
  }

  /** A message of a trade. */
  void trade(byte[] message) {
    if (hole != null) {
      hole.consume(message);
    } else {
      trades++;
      sum.update(message);
    }
  }

  /** A message of a book. */
  void book(byte[] message) {
    if (hole != null) {
      hole.consume(message);
    } else {
      books++;
      sum.update(message);
    }
  }

  @Override
  public String toString() {
    return "%d events, %d trades and %d books published with sum %08x"
        .formatted(events, trades, books, sum.getValue());
  }
}
