// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A terminal that is redrawn in place, on its alternate screen: what was there before is back after
 * {@link #close}. One thread draws.
 */
final class Terminal implements AutoCloseable {
  private static final String ENTER = "\u001b[?1049h\u001b[?25l";
  private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
  private static final long SIZE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final PrintStream out;
  private int columns = 100;
  private int lines = 30;
  private long sizedAt;
  private boolean sized;
  private boolean closed;

  Terminal(PrintStream out) {
    this.out = out;
    out.print(ENTER);
    out.flush();
  }

  /** Draws the picture in one write, so that a half of it is never seen. */
  synchronized void draw(List<Line> picture) {
    if (closed) {
      return;
    }
    StringBuilder frame = new StringBuilder("\u001b[H");
    int last = Math.min(picture.size(), lines);
    for (int i = 0; i < last; i++) {
      frame.append(picture.get(i).ansi()).append("\u001b[K");
      if (i < last - 1) {
        frame.append("\r\n");
      }
    }
    frame.append("\u001b[J");
    out.print(frame);
    out.flush();
  }

  /** Columns now; the size is asked for every two seconds, so that a resized window is noticed. */
  int columns(long nowNanos) {
    measure(nowNanos);
    return columns;
  }

  /** Lines now. */
  int lines(long nowNanos) {
    measure(nowNanos);
    return lines;
  }

  private void measure(long nowNanos) {
    if (sized && nowNanos - sizedAt < SIZE_NANOS) {
      return;
    }
    sized = true;
    sizedAt = nowNanos;
    int[] size = size();
    if (size.length == 2) {
      lines = size[0];
      columns = size[1];
    }
  }

  /** Lines and columns as the terminal says, empty where there is none. */
  static int[] size() {
    try {
      Process stty =
          new ProcessBuilder("sh", "-c", "stty size </dev/tty")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      String[] parts = answer.trim().split(" ", 2);
      int height = Integer.parseInt(parts[0]);
      int width = Integer.parseInt(parts[parts.length - 1]);
      return parts.length == 2 && height > 0 && width > 0 ? new int[] {height, width} : new int[0];
    } catch (IOException | NumberFormatException e) {
      return new int[0];
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      out.print(LEAVE);
      out.flush();
    }
  }
}
