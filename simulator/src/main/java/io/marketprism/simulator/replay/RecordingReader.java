// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reads a recording row by row, compressed or not, in either form. Not thread safe. */
final class RecordingReader implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private final Path file;
  private final BufferedReader lines;
  private RowFormat format;
  private long lineNumber;

  RecordingReader(Path file) {
    this.file = file;
    try {
      InputStream bytes = Files.newInputStream(file);
      if (file.toString().endsWith(".gz")) {
        bytes = new GZIPInputStream(bytes, BUFFER);
      }
      lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), BUFFER);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the recording " + file + ": " + e, e);
    }
  }

  /** The next row, or null at the end. */
  RecordedRow next() {
    try {
      String line = lines.readLine();
      lineNumber++;
      if (line == null) {
        return null;
      }
      if (format == null) {
        format = RowFormat.of(line);
      }
      return format.parse(line);
    } catch (IOException | IllegalArgumentException e) {
      throw new UncheckedIOException(
          new IOException("cannot read line " + lineNumber + " of " + file + ": " + e, e));
    }
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }
}
