// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

/** What a subject must look like to be published to. Stateless. */
final class SubjectRules {

  /** The longest that the documentation of NATS advises; nothing ordinary comes near it. */
  static final int MAX_LENGTH = 255;

  private SubjectRules() {}

  /**
   * @throws IllegalArgumentException when the subject is empty or too long, has an empty token, a
   *     wildcard, a blank, a control character, or one beyond ASCII, which the client would replace
   *     by a question mark
   */
  static void check(String subject) {
    int length = subject.length();
    if (length == 0) {
      throw refused(subject, "it is empty");
    }
    if (length > MAX_LENGTH) {
      throw refused(subject, "it is longer than " + MAX_LENGTH + " characters");
    }
    boolean tokenIsEmpty = true;
    for (int i = 0; i < length; i++) {
      char c = subject.charAt(i);
      if (c == '.') {
        if (tokenIsEmpty) {
          throw refused(subject, "it has an empty token");
        }
        tokenIsEmpty = true;
        continue;
      }
      if (c == '*' || c == '>') {
        throw refused(subject, "it has the wildcard '" + c + "' at " + i);
      }
      if (c <= ' ' || c > '~') {
        throw refused(subject, "it has U+%04X at %d, not printable ASCII".formatted((int) c, i));
      }
      tokenIsEmpty = false;
    }
    if (tokenIsEmpty) {
      throw refused(subject, "it has an empty token");
    }
  }

  private static IllegalArgumentException refused(String subject, String reason) {
    String shown = subject.length() > 200 ? subject.substring(0, 200) + "…" : subject;
    return new IllegalArgumentException(
        "Refused to publish to the subject \"" + shown + "\": " + reason + ".");
  }
}
