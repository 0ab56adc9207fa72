// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineTest {
  private final Line line = Line.of("state ").with("RUNNING", Style.GOOD).with(" now");

  @Test
  void lineThatFitsIsNotCut() {
    assertThat(line.cut(17)).isEqualTo(line);
  }

  @Test
  void cutLineEndsInAnEllipsisAndKeepsItsStyles() {
    assertThat(line.cut(10).plain()).isEqualTo("state RUN…");
    assertThat(line.cut(10).spans().get(1).style()).isEqualTo(Style.GOOD);
    assertThat(line.cut(1).plain()).isEqualTo("…");
    assertThat(line.cut(0).width()).isZero();
  }

  @Test
  void stylesAreTerminalCodesAroundTheText() {
    assertThat(line.ansi()).isEqualTo("state \u001b[32mRUNNING\u001b[0m now");
  }
}
