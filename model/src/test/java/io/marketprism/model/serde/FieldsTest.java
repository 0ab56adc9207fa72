// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void decimalsComeBackWithTheirScale(long seed) throws IOException {
    Random random = new Random(seed);
    DataOutputSerializer out = new DataOutputSerializer(64);
    BigDecimal[] values = new BigDecimal[2_000];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          i % 10 == 0
              ? null
              : new BigDecimal(
                  new BigInteger(random.nextInt(511), random)
                      .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1)),
                  random.nextInt(2_001) - 1_000);
      Fields.writeDecimal(values[i], out);
    }
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    for (BigDecimal value : values) {
      assertThat(Fields.readDecimal(in)).isEqualTo(value);
    }
    assertThat(in.available()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e1001", "1e-1001", "1e2147483647", "1e-2147483647"})
  void aDecimalTooLargeForReadersIsNotWritten(String text) {
    assertThatThrownBy(
            () -> Fields.writeDecimal(new BigDecimal(text), new DataOutputSerializer(64)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("too large");
  }

  @Test
  void aDecimalOfTooManyDigitsIsNotWritten() {
    BigDecimal digits = new BigDecimal("9".repeat(200));
    assertThatThrownBy(() -> Fields.writeDecimal(digits, new DataOutputSerializer(64)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("too large");
  }

  @ParameterizedTest
  @CsvSource({
    "65, 0, bytes of digits",
    "255, 0, bytes of digits",
    "1, 1001, scale 1001",
    "1, -1001, scale -1001",
    "1, 9223372036854775807, scale 9223372036854775807",
  })
  void bytesThatAreNoDecimalAreRefused(int length, long scale, String why) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(512);
    out.writeByte(length);
    out.write(new byte[length]);
    VarInts.writeSigned(out, scale);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    assertThatThrownBy(() -> Fields.readDecimal(in))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }
}
