// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WindowTest {

  private static PendingMessage message() {
    return new PendingMessage("a.b", null, null, new byte[0], SeriesForTests.unregistered());
  }

  @Test
  void messagesComeBackByTheirNumberOnce() {
    Window window = new Window(4);
    PendingMessage first = message();
    PendingMessage second = message();
    window.add(first);
    window.add(second);
    assertThat(window.remove(1)).isSameAs(second);
    assertThat(window.remove(1)).isNull();
    assertThat(window.oldest()).isSameAs(first);
    assertThat(window.remove(0)).isSameAs(first);
    assertThat(window.isEmpty()).isTrue();
    assertThat(window.oldest()).isNull();
  }

  @Test
  void numbersThatWereNeverGivenFindNothing() {
    Window window = new Window(4);
    window.add(message());
    assertThat(window.remove(-1)).isNull();
    assertThat(window.remove(1)).isNull();
    assertThat(window.remove(4)).isNull();
    assertThat(window.remove(Long.MAX_VALUE)).isNull();
    assertThat(window.size()).isEqualTo(1);
  }

  @Test
  void aStragglerFillsTheWindowHoweverFewAreMissing() {
    Window window = new Window(4);
    for (int i = 0; i < 4; i++) {
      window.add(message());
    }
    window.remove(1);
    window.remove(2);
    window.remove(3);
    assertThat(window.isFull()).isTrue();
    assertThatThrownBy(() -> window.add(message())).isInstanceOf(IllegalStateException.class);
    window.remove(0);
    assertThat(window.isFull()).isFalse();
  }

  @Test
  void aNumberOfAnEarlierRoundDoesNotHitTheMessageInItsSlot() {
    Window window = new Window(2);
    window.add(message());
    window.remove(0);
    window.add(message());
    window.remove(1);
    window.add(message());
    assertThat(window.remove(0)).isNull();
    assertThat(window.size()).isEqualTo(1);
  }

  @Test
  void behavesLikeASortedMapUnderRandomUse() {
    Random random = new Random(42);
    Window window = new Window(64);
    TreeMap<Long, PendingMessage> model = new TreeMap<>();
    long next = 0;
    for (int step = 0; step < 100_000; step++) {
      boolean modelFull = !model.isEmpty() && next - model.firstKey() >= 64;
      assertThat(window.isFull()).isEqualTo(modelFull);
      if (random.nextBoolean() && !modelFull) {
        PendingMessage message = message();
        window.add(message);
        assertThat(message.sequence).isEqualTo(next);
        model.put(next++, message);
      } else {
        long sequence = next - 1 - random.nextInt(70);
        assertThat(window.remove(sequence)).isSameAs(model.remove(sequence));
      }
      assertThat(window.size()).isEqualTo(model.size());
      assertThat(window.oldest()).isSameAs(model.isEmpty() ? null : model.firstEntry().getValue());
      if (step % 1_000 == 0) {
        List<PendingMessage> expected = new ArrayList<>(model.values());
        assertThat(window.inOrder()).containsExactlyElementsOf(expected);
      }
    }
  }
}
