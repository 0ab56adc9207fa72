// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks.frames;

import io.marketprism.benchmarks.frames.FramePath.Way;
import io.marketprism.benchmarks.frames.Recording.Market;
import java.util.Arrays;
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
 * Reading frames of one kind, without anything that comes after: what the codec of each venue takes
 * for a change of a book and for a trade. Inputs are those of {@link FramePathBenchmark}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class DecodeBenchmark {

  /** What a frame brings. */
  public enum Kind {
    BOOK,
    TRADE
  }

  @Param public Market market;

  @Param public Kind kind;

  private Frame[] frames;
  private FramePath path;
  private int next;

  @Setup
  public void select(Blackhole hole) throws Exception {
    Recording recording = Recording.of(market);
    frames =
        Arrays.stream(recording.frames())
            .filter(frame -> frame.isBook() == (kind == Kind.BOOK))
            .toArray(Frame[]::new);
    Output output = new Output();
    output.timed(hole);
    path = Way.OURS.path(recording, Work.PARSE, output);
    path.restart();
    System.out.printf(
        "# %,d frames of %.0f bytes%n",
        frames.length, Arrays.stream(frames).mapToInt(f -> f.bytes().length).average().orElse(0));
  }

  @Benchmark
  public void frame() throws Exception {
    if (next == frames.length) {
      next = 0;
      path.restart();
    }
    path.take(frames[next]);
    next++;
  }
}
