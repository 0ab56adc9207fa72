// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.replay;

import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.replay.VenueDecoder.StreamKind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one or several recorded files hold, found by reading them once before the replay.
 *
 * @param files the files in the order of replay
 * @param fileSymbols per file the symbol of its snapshots that name none; the first one recorded
 * @param streams all recorded streams
 * @param symbols symbols with a recorded stream
 * @param firstSnapshots each symbol's first recorded snapshot
 * @param metadata the recorded metadata answer, if any
 */
record Recording(
    List<Path> files,
    Map<Path, String> fileSymbols,
    Set<String> streams,
    Set<String> symbols,
    Map<String, BookSnapshot> firstSnapshots,
    Optional<String> metadata) {

  static Recording scan(List<Path> files, VenueDecoder decoder) {
    Recording found =
        new Recording(
            files,
            new HashMap<>(),
            new LinkedHashSet<>(),
            new TreeSet<>(),
            new HashMap<>(),
            Optional.empty());
    Optional<String> metadata = Optional.empty();
    for (Path file : files) {
      Optional<String> inFile = found.scan(file, decoder);
      metadata = inFile.isPresent() ? inFile : metadata;
    }
    if (found.streams().isEmpty()) {
      throw new IllegalArgumentException("no recorded frame in " + files);
    }
    return new Recording(
        files,
        found.fileSymbols(),
        found.streams(),
        found.symbols(),
        found.firstSnapshots(),
        metadata);
  }

  private Optional<String> scan(Path file, VenueDecoder decoder) {
    String unnamed = null;
    String metadata = null;
    try (RecordingReader reader = new RecordingReader(file)) {
      for (RecordedRow row = reader.next(); row != null; row = reader.next()) {
        switch (row.kind()) {
          case FRAME -> frame(file, row.name(), decoder);
          case SNAPSHOT -> {
            if (row.name() != null) {
              firstSnapshots.putIfAbsent(row.name(), decoder.snapshot(row.name(), row.text()));
            } else if (unnamed == null) {
              unnamed = row.text();
            }
          }
          case METADATA -> metadata = row.text();
          case OTHER -> {
            // Replayed by nobody.
          }
        }
      }
    }
    String symbol = fileSymbols.get(file);
    if (unnamed != null && symbol != null) {
      firstSnapshots.putIfAbsent(symbol, decoder.snapshot(symbol, unnamed));
    }
    return Optional.ofNullable(metadata);
  }

  private void frame(Path file, String stream, VenueDecoder decoder) {
    Optional<String> symbol = streams.add(stream) ? decoder.symbol(stream) : Optional.empty();
    symbol.ifPresent(symbols::add);
    if (!fileSymbols.containsKey(file)) {
      decoder.symbol(stream).ifPresent(name -> fileSymbols.put(file, name));
    }
  }

  /** The streams without whose subscribers a replay should not begin. */
  Set<String> essentialStreams(VenueDecoder decoder) {
    Set<String> essential = new LinkedHashSet<>(streams);
    essential.removeIf(stream -> decoder.kind(stream) == StreamKind.OTHER);
    return essential;
  }
}
