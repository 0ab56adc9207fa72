// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.truth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Reads rows of a truth log that may still be growing. Not thread safe. */
final class TruthFile implements AutoCloseable {
  private static final int BLOCK_BYTES = 1 << 20;

  /** Told of each complete row: its bytes from 0 to length, and where it lies. */
  interface Visitor {
    void row(byte[] line, int length, long offset) throws IOException;
  }

  private final Path path;
  private final FileChannel channel;
  private byte[] line = new byte[BLOCK_BYTES];
  private int lineLength;
  private long lineOffset;

  TruthFile(Path path) {
    this.path = path;
    try {
      channel = FileChannel.open(path, StandardOpenOption.READ);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the truth log " + path, e);
    }
  }

  /** Visits the rows that were completed since the last call. */
  void visitNew(Visitor visitor) {
    try {
      ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
      while (channel.read(block, lineOffset + lineLength) > 0) {
        visit(block.array(), block.position(), visitor);
        block.clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the truth log " + path, e);
    }
  }

  private void visit(byte[] block, int length, Visitor visitor) throws IOException {
    int begin = 0;
    for (int i = 0; i < length; i++) {
      if (block[i] == '\n') {
        append(block, begin, i - begin);
        visitor.row(line, lineLength, lineOffset);
        lineOffset += lineLength + 1L;
        lineLength = 0;
        begin = i + 1;
      }
    }
    append(block, begin, length - begin);
  }

  private void append(byte[] block, int begin, int length) {
    if (lineLength + length > line.length) {
      line = Arrays.copyOf(line, 2 * (lineLength + length));
    }
    System.arraycopy(block, begin, line, lineLength, length);
    lineLength += length;
  }

  /** Reads one row again. */
  TruthRow row(long offset, int length) {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, offset + bytes.position()) < 0) {
          throw new IOException("the log ends within the row at " + offset);
        }
      }
      return TruthRow.whole(bytes.array(), length);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the truth log " + path, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the truth log " + path, e);
    }
  }
}
