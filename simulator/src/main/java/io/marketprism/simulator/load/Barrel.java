// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import io.netty.channel.Channel;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The streams of one kind that one socket has subscribed to; they are sent by turns. */
final class Barrel {
  /** What is sent. */
  enum Kind {
    DEPTH,
    TRADE
  }

  private final Channel channel;
  private final Kind kind;
  private volatile int[] instruments = {};

  /** Position in {@link #instruments}; the gun's thread only, as those below. */
  private int turn;

  /** When the next frame is to be sent, in ns; without a pace, how far it is in frames of all. */
  private double due;

  Barrel(Channel channel, Kind kind) {
    this.channel = channel;
    this.kind = kind;
  }

  Channel channel() {
    return channel;
  }

  Kind kind() {
    return kind;
  }

  int[] instruments() {
    return instruments;
  }

  void add(int instrument) {
    int[] more = Arrays.copyOf(instruments, instruments.length + 1);
    more[more.length - 1] = instrument;
    instruments = more;
  }

  void remove(int instrument) {
    instruments = IntStream.of(instruments).filter(other -> other != instrument).toArray();
  }

  /** The instrument of the next frame. */
  int next(int[] of) {
    turn = turn + 1 < of.length ? turn + 1 : 0;
    return of[turn];
  }

  double due() {
    return due;
  }

  void due(double next) {
    due = next;
  }
}
