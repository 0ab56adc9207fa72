// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.trade;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;

/**
 * The last sequence of each instrument: in keyed state, and on the heap of those that this run has
 * heard of. Changes are written behind, when a checkpoint is taken, so that a trade costs no visit
 * to the state backend. Not thread-safe; except for {@link #store} the key of each call is the
 * present one.
 */
final class LastSequences {
  /** Of an instrument of which nothing is known. */
  static final long NONE = Long.MIN_VALUE;

  private final ValueState<Long> state;
  private final Map<String, Entry> heard = new HashMap<>();

  private static final class Entry {
    private long last;
    private boolean dirty;
  }

  LastSequences(ValueState<Long> state) {
    this.state = state;
  }

  /** The last sequence of the present key's instrument, or {@link #NONE}. */
  long of(String key) throws IOException {
    return entry(key).last;
  }

  /** Notes the last sequence of the present key's instrument. */
  void set(String key, long sequence) throws IOException {
    Entry entry = entry(key);
    entry.last = sequence;
    entry.dirty = true;
  }

  private Entry entry(String key) throws IOException {
    Entry entry = heard.get(key);
    if (entry == null) {
      entry = new Entry();
      Long stored = state.value();
      entry.last = stored == null ? NONE : stored;
      heard.put(key, entry);
    }
    return entry;
  }

  /** Whether state has something of the present key's instrument, heard of or not. */
  boolean isKnown(String key) throws IOException {
    Entry entry = heard.get(key);
    return entry == null ? state.value() != null : entry.last != NONE;
  }

  /** Forgets the present key's instrument, on the heap and in state. */
  void forget(String key) {
    heard.remove(key);
    state.clear();
  }

  /**
   * Brings state up to date.
   *
   * @param currentKey makes a key the present one
   */
  void store(Consumer<String> currentKey) throws IOException {
    for (Map.Entry<String, Entry> next : heard.entrySet()) {
      Entry entry = next.getValue();
      if (entry.dirty) {
        currentKey.accept(next.getKey());
        state.update(entry.last);
        entry.dirty = false;
      }
    }
  }
}
