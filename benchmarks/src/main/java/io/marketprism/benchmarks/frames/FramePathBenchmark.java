// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks.frames;

import io.marketprism.benchmarks.frames.FramePath.Way;
import io.marketprism.benchmarks.frames.Recording.Market;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One frame after the other, from its bytes to the published message, in one thread. One operation
 * is one frame, so that the time is that of a frame and {@code gc.alloc.rate.norm} its bytes. The
 * frames are those of recordings where {@code -Dcaptures.dir} names them, else made in the same
 * form.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class FramePathBenchmark {
  @Param public Market market;

  @Param public Work work;

  @Param public Way way;

  private Frame[] frames;
  private FramePath path;
  private int next;

  /**
   * Takes all frames by this way and by another one.
   *
   * @throws IllegalStateException if the two differ in a message or in a level of a book
   */
  @Setup
  public void compare(Blackhole hole) throws Exception {
    if (!way.has(market)) {
      throw new IllegalArgumentException(way + " has no way for " + market + ": left out");
    }
    Recording recording = Recording.of(market);
    String other = result(way == Way.TREE ? Way.PROBE : Way.TREE, recording);
    frames = recording.frames();
    Output output = new Output();
    path = way.path(recording, work, output);
    String ours = pass(path, output);
    if (!ours.equals(other)) {
      throw new IllegalStateException(
          "the ways differ, so that nothing is compared: " + way + " " + ours + "; other " + other);
    }
    output.timed(hole);
    path.restart();
  }

  private String result(Way other, Recording recording) throws Exception {
    Output output = new Output();
    return pass(other.path(recording, work, output), output);
  }

  private static String pass(FramePath path, Output output) throws Exception {
    path.restart();
    for (Frame frame : path.recording.frames()) {
      path.take(frame);
    }
    // Where frames are only read, the books stay what they were.
    String books = path.work == Work.PARSE ? "" : path.books();
    return output + "; books " + books.length() + ' ' + Integer.toHexString(books.hashCode());
  }

  @Benchmark
  public void frame() throws Exception {
    if (next == frames.length) {
      next = 0;
      path.restart();
    }
    path.take(frames[next++]);
  }
}
