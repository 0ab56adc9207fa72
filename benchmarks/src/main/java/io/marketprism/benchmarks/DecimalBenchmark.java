// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks;

import io.marketprism.model.DecimalParser;
import io.marketprism.model.MalformedDecimalException;
import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One number out of a venue's text, such as {@code 61737.63000000}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class DecimalBenchmark {
  private static final int NUMBERS = 1_000;

  private final DecimalParser parser = new DecimalParser();
  private char[][] texts;

  @Setup
  public void write() throws MalformedDecimalException {
    String[] numbers = new SyntheticMarket(1).numbers(NUMBERS);
    texts = new char[NUMBERS][];
    for (int i = 0; i < NUMBERS; i++) {
      texts[i] = numbers[i].toCharArray();
      parser.parse(texts[i], 0, texts[i].length);
      if (BigDecimal.valueOf(parser.mantissa(), parser.scale()).compareTo(new BigDecimal(texts[i]))
          != 0) {
        throw new IllegalStateException("the two numbers differ: the benchmark compares nothing");
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(NUMBERS)
  public void decimalParser(Blackhole blackhole) throws MalformedDecimalException {
    for (char[] text : texts) {
      parser.parse(text, 0, text.length);
      blackhole.consume(parser.mantissa());
      blackhole.consume(parser.scale());
    }
  }

  @Benchmark
  @OperationsPerInvocation(NUMBERS)
  public void newBigDecimal(Blackhole blackhole) {
    for (char[] text : texts) {
      blackhole.consume(new BigDecimal(text, 0, text.length));
    }
  }
}
