// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.job.config.source.Node.Kind;
import io.marketprism.job.config.source.Node.Mapping;
import io.marketprism.job.config.source.Node.Scalar;
import io.marketprism.job.config.source.Node.Sequence;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which YAML is read, and what of it is remembered. */
class YamlReaderTest {
  private final Faults faults = new Faults();

  @Test
  void keysValuesAndItemsKnowTheirLines() {
    Mapping root =
        mapping(
            read(
                """
                # a comment

                a:
                  b: 1

                  c:
                    - x
                    - y
                d: {e: 2,
                  f: 3}
                """));

    Mapping a = mapping(root.entries().get("a").value());
    assertThat(root.entries().get("a").origin()).hasToString("t:3");
    assertThat(a.entries().get("b").origin()).hasToString("t:4");
    assertThat(a.entries().get("b").value().origin()).hasToString("t:4");
    Sequence c = (Sequence) a.entries().get("c").value();
    assertThat(c.items()).extracting(item -> item.origin().line()).containsExactly(7, 8);
    Mapping d = mapping(root.entries().get("d").value());
    assertThat(d.entries().get("f").origin()).hasToString("t:10");
    assertThat(faults.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1, NUMBER, 1",
    "-1_000, NUMBER, -1_000",
    "1.50, NUMBER, 1.50",
    "0x1F, NUMBER, 0x1F",
    "'\"1\"', TEXT, 1",
    "true, BOOLEAN, true",
    "False, BOOLEAN, False",
    "yes, TEXT, yes",
    "NO, TEXT, NO",
    "on, TEXT, on",
    "'\"true\"', TEXT, true",
    "~, NOTHING, ''",
    "null, NOTHING, ''",
    "BTCUSDT, TEXT, BTCUSDT",
    "12:30:45, TEXT, 12:30:45",
    "10s, TEXT, 10s",
    "2026-01-01, TEXT, 2026-01-01"
  })
  void scalarsKeepTheTextAsWritten(String yaml, Kind kind, String text) {
    Scalar scalar = (Scalar) mapping(read("a: " + yaml + "\n")).entries().get("a").value();
    assertThat(scalar.kind()).isEqualTo(kind);
    assertThat(scalar.text()).isEqualTo(text);
    assertThat(faults.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# only a comment\n", "---\n", "{}", "\uFEFF", "\uFEFFa: 1"})
  void aTextWithoutMuchIsFine(String yaml) {
    assertThat(readIfYaml(yaml)).isPresent();
    assertThat(faults.isEmpty()).isTrue();
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstKey() {
    assertThat(mapping(read("\uFEFFa: 1")).entries()).containsOnlyKeys("a");
  }

  @Test
  void theFirstOfTwoEqualKeysIsKept() {
    Mapping root = mapping(read("a: 1\nb: {c: 1, c: 2}\na: 3\n"));
    assertThat(((Scalar) root.entries().get("a").value()).text()).isEqualTo("1");
    assertThat(found())
        .containsExactly(
            "b.c (t:2): is written twice, first at t:2; keep one of them",
            "a (t:3): is written twice, first at t:1; keep one of them");
  }

  @ParameterizedTest
  @CsvSource({
    "'a: *x', a (t:1): YAML aliases (*) are not allowed",
    "'a: {<<: *x}', a.<< (t:1): YAML aliases (*) are not allowed",
    "'a: [*x]', a[0] (t:1): YAML aliases (*) are not allowed",
    "'a: !!str 1', a (t:1): YAML tags (!) are not allowed",
    "'a: !mine {b: 1}', a (t:1): YAML tags (!) are not allowed"
  })
  void aliasesAndTagsAreRefused(String yaml, String fault) {
    assertThat(readIfYaml(yaml)).isPresent();
    assertThat(found()).containsExactly(fault);
  }

  @Test
  void aSecondDocumentIsRefused() {
    assertThat(readIfYaml("a: 1\n---\nb: 1\n")).isPresent();
    assertThat(found()).containsExactly("t:3: a second YAML document begins here; one is allowed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'a: b: c'; 1; mapping values are not allowed here",
        "'a: 1\n\tb: 2'; 2; while scanning for the next token, found character",
        "'a: 1\n  b: 2'; 2; mapping values are not allowed here",
        "'a: 1\nb: [2\nc: 3'; 3; 'while parsing a flow sequence, expected'",
        "'a: \"x'; 1; while scanning a quoted scalar, found unexpected end of stream",
        "'a: @x'; 1; 'while scanning for the next token, found character ''@'' that cannot start'",
        "'a: \u0007'; 1; special characters are not allowed",
        "'*x : 1'; 1; Expected a field name"
      })
  void whatIsNoYamlIsOneFaultWithItsLine(String yaml, int line, String reason) {
    assertThat(readIfYaml(yaml)).isEmpty();
    assertThat(found())
        .singleElement()
        .asString()
        .startsWith("t:" + line + ": is not valid YAML: " + reason);
  }

  @Test
  void endlessNestingIsAFault() {
    assertThat(readIfYaml("[".repeat(100_000))).isEmpty();
    assertThat(found()).hasSize(1);
  }

  private Node read(String yaml) {
    return readIfYaml(yaml).orElseThrow(() -> new AssertionError(found()));
  }

  private Optional<Node> readIfYaml(String yaml) {
    return YamlReader.read(yaml, line -> new Origin("t", line), faults);
  }

  private List<String> found() {
    return faults.inReadingOrder().stream().map(Fault::toString).toList();
  }

  private static Mapping mapping(Node node) {
    return (Mapping) node;
  }
}
