// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * One thing per host for everybody who asks, made for the first and closed after the last. Limits
 * of a venue count per address of ours, so all feeds of the process must share them. The process is
 * here what one class loader holds: two jobs in one TaskManager each have their own, unless this
 * package lies in Flink's {@code lib/}. Any thread.
 *
 * @param <S> what it is made from
 */
final class SharedByHost<S, T extends AutoCloseable> {

  private final class Entry {
    final S spec;
    final T value;
    int users;

    Entry(S spec, T value) {
      this.spec = spec;
      this.value = value;
    }
  }

  private final Map<String, Entry> entries = new HashMap<>();
  private final BiFunction<String, S, T> factory;

  SharedByHost(BiFunction<String, S, T> factory) {
    this.factory = factory;
  }

  /**
   * @throws IllegalStateException if the host is in use with another specification
   */
  synchronized T open(String host, S spec) {
    Entry entry = entries.get(host);
    if (entry == null) {
      entry = new Entry(spec, factory.apply(host, spec));
      entries.put(host, entry);
    } else if (!entry.spec.equals(spec)) {
      throw new IllegalStateException(
          "the budget of " + host + " is in use with " + entry.spec + ", asked for " + spec);
    }
    entry.users++;
    return entry.value;
  }

  void release(String host) {
    T last = null;
    synchronized (this) {
      Entry entry = entries.get(host);
      entry.users--;
      if (entry.users == 0) {
        entries.remove(host);
        last = entry.value;
      }
    }
    if (last != null) {
      try {
        last.close();
      } catch (Exception e) {
        throw new IllegalStateException("the budget of " + host + " could not be closed", e);
      }
    }
  }
}
