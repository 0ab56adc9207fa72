// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Books computed beforehand from a recording: at given update ids, or the last one of an
 * instrument. A file whose rows name no instrument has it at the end of its name, as in {@code
 * hft-binance-spot-BTCUSDT.jsonl}. Not thread safe.
 */
final class GoldenBooks {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Map<String, Map<Long, JsonNode>> atId = new HashMap<>();
  private final Map<String, JsonNode> last = new HashMap<>();
  private final Map<String, PublishedBook> lastPublished = new HashMap<>();
  private final Set<JsonNode> compared = new HashSet<>();

  GoldenBooks(List<Path> files) {
    files.forEach(this::read);
  }

  private void read(Path file) {
    String name = file.getFileName().toString().replaceFirst("\\.jsonl$", "");
    String ofFile = name.substring(name.lastIndexOf('-') + 1);
    try {
      for (String line : Files.readAllLines(file)) {
        JsonNode row = JSON.readTree(line);
        String instrument = row.path("instrument").asText(ofFile);
        if (row.has("u")) {
          atId.computeIfAbsent(instrument, key -> new HashMap<>()).put(row.get("u").asLong(), row);
        } else {
          last.put(instrument, row);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the golden books " + file, e);
    }
  }

  void compare(String name, PublishedBook book, Findings findings) {
    String instrument = book.envelope().instrument();
    if (last.containsKey(instrument)) {
      lastPublished.put(instrument, book);
    }
    JsonNode row = atId.getOrDefault(instrument, Map.of()).get(book.lastUpdateId());
    if (row != null) {
      compare(name, book, row, findings);
    }
  }

  /** Compares the last published books with the last golden ones. */
  void conclude(Findings findings) {
    lastPublished.forEach(
        (instrument, book) ->
            compare(instrument + " at its end", book, last.get(instrument), findings));
  }

  private void compare(String name, PublishedBook book, JsonNode row, Findings findings) {
    compared.add(row);
    compareTop(name + " bids", book.bids(), row.get("bids"), findings);
    compareTop(name + " asks", book.asks(), row.get("asks"), findings);
    boolean whole =
        book.bids().size() / 2 == row.at("/levels/0").asInt()
            && book.asks().size() / 2 == row.at("/levels/1").asInt();
    if (whole && !sha256(book).equals(row.get("sha256").asText())) {
      findings.add(FindingKind.GOLDEN_BOOK, name + ": the whole book has another sha256");
    }
  }

  private static void compareTop(
      String name, List<String> published, JsonNode golden, Findings findings) {
    for (int i = 0; i < golden.size() && 2 * i < published.size(); i++) {
      String price = golden.get(i).get(0).asText();
      String quantity = golden.get(i).get(1).asText();
      if (!published.get(2 * i).equals(price) || !published.get(2 * i + 1).equals(quantity)) {
        findings.add(
            FindingKind.GOLDEN_BOOK,
            "%s: level %d is %s@%s, golden %s@%s"
                .formatted(
                    name, i, published.get(2 * i + 1), published.get(2 * i), quantity, price));
        return;
      }
    }
  }

  private static String sha256(PublishedBook book) {
    return Book.of(levels(book.bids()), levels(book.asks())).sha256();
  }

  private static List<Level> levels(List<String> texts) {
    List<Level> levels = new ArrayList<>();
    for (int i = 0; i < texts.size(); i += 2) {
      levels.add(new Level(new BigDecimal(texts.get(i)), new BigDecimal(texts.get(i + 1))));
    }
    return levels;
  }

  /** How many golden books were compared with a published one. */
  int compared() {
    return compared.size();
  }
}
