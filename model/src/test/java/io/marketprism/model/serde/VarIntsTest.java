// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VarIntsTest {

  @Test
  void givesBackEveryLong() throws IOException {
    Random random = new Random(7);
    DataOutputSerializer out = new DataOutputSerializer(64);
    long[] values = new long[100_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextLong() >> random.nextInt(64);
      if (i < 128) {
        values[i] = (1L << (i / 2)) - i % 2;
      }
      VarInts.write(out, values[i]);
      VarInts.writeSigned(out, values[i]);
      VarInts.writeSigned(out, -values[i]);
    }
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    for (long value : values) {
      assertThat(VarInts.read(in)).isEqualTo(value);
      assertThat(VarInts.readSigned(in)).isEqualTo(value);
      assertThat(VarInts.readSigned(in)).isEqualTo(-value);
    }
    assertThat(in.available()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "127, 1",
    "128, 2",
    "16383, 2",
    "16384, 3",
    "9223372036854775807, 9",
    "-1, 10"
  })
  void smallNumbersTakeFewBytes(long value, int bytes) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    VarInts.write(out, value);
    assertThat(out.length()).isEqualTo(bytes);
  }

  @Test
  void refusesNumbersWithoutAnEndAndSizesBeyondTheLimit() throws IOException {
    byte[] endless = new byte[20];
    java.util.Arrays.fill(endless, (byte) 0x80);
    assertThatThrownBy(() -> VarInts.read(new DataInputDeserializer(endless)))
        .isInstanceOf(IOException.class);

    DataOutputSerializer out = new DataOutputSerializer(16);
    VarInts.write(out, 101);
    VarInts.write(out, -1);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    assertThatThrownBy(() -> VarInts.readSize(in, 100))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("101");
    assertThatThrownBy(() -> VarInts.readSize(in, 100)).isInstanceOf(IOException.class);
  }
}
