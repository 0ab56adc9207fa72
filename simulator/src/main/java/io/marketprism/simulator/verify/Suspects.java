// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is wrong unless a process was away just then, which is only known in the end. Kept per
 * subject and second, so that a repeated run of trades takes no more room than one. Not thread
 * safe.
 */
final class Suspects {
  private static final int LIMIT = 500_000;

  /**
   * @param again whether the message says that it was fetched again, as it may be some time after
   *     the window
   */
  private record Key(FindingKind kind, String subject, boolean again, long second) {}

  private static final class Suspect {
    private Span span;
    private final String example;
    private long count;

    private Suspect(Span span, String example) {
      this.span = span;
      this.example = example;
    }
  }

  private final Findings findings;
  private final Map<Key, Suspect> suspects = new LinkedHashMap<>();
  private long excused;

  Suspects(Findings findings) {
    this.findings = findings;
  }

  void add(FindingKind kind, String subject, boolean again, Span span, String example) {
    Key key = new Key(kind, subject, again, span.to() / 1_000);
    Suspect suspect = suspects.get(key);
    if (suspect == null) {
      if (suspects.size() == LIMIT) {
        findings.add(FindingKind.OVERRUN, "too much is wrong to remember: " + kind + " " + example);
        return;
      }
      suspect = new Suspect(span, example);
      suspects.put(key, suspect);
    }
    suspect.span = new Span(suspect.span.from(), span.to());
    suspect.count++;
  }

  /**
   * Reports those that no window excuses.
   *
   * @param horizon how long after a window what was fetched again may come, ms
   */
  void judge(Windows windows, long horizon) {
    suspects.forEach(
        (key, suspect) -> {
          if (windows.touch(suspect.span)
              || key.again() && windows.within(suspect.span.from(), horizon)) {
            excused += suspect.count;
          } else {
            String more = suspect.count == 1 ? "" : " and " + (suspect.count - 1) + " more";
            findings.add(key.kind(), suspect.example + more, suspect.count);
          }
        });
    suspects.clear();
  }

  /** How many were excused. */
  long excused() {
    return excused;
  }
}
