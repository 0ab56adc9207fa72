// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks.frames;

import io.marketprism.benchmarks.frames.Recording.Market;

/**
 * One way from frames to messages. All ways publish the same bytes at the same frames, and take no
 * other clock than that of the frames.
 */
public abstract class FramePath {
  final Recording recording;
  final Work work;
  final Output output;

  FramePath(Recording recording, Work work, Output output) {
    this.recording = recording;
    this.work = work;
    this.output = output;
  }

  /** Begins anew, with the books that the recording begins with. */
  abstract void restart();

  /** Takes one frame. */
  abstract void take(Frame frame) throws Exception;

  /** All levels of all books as text, in a form that is the same for all ways. */
  abstract String books();

  /** Whether a book that changed at a time is published, given when it last was. */
  static boolean isDue(long time, long lastTime) {
    return time / Work.INTERVAL_MILLIS != lastTime / Work.INTERVAL_MILLIS;
  }

  /** The ways there are. */
  public enum Way {
    /** What the collector does, with all its checks. */
    OURS,
    /** Streaming parser, scaled longs, sorted arrays, an own writer; nothing is checked. */
    PROBE,
    /** A tree of nodes, tree maps of decimals, databind. */
    TREE,
    /** XChange-stream's objects and order book, databind. Binance only. */
    XCHANGE;

    boolean has(Market market) {
      return this != XCHANGE || market != Market.OKX;
    }

    FramePath path(Recording recording, Work work, Output output) {
      return switch (this) {
        case OURS -> new OurPath(recording, work, output);
        case PROBE -> new ProbePath(recording, work, output);
        case TREE -> new TreePath(recording, work, output);
        case XCHANGE -> new XchangePath(recording, work, output);
      };
    }
  }
}
