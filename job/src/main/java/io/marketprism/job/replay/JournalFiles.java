// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.replay;

import com.github.luben.zstd.ZstdInputStream;
import io.marketprism.job.journal.Journal;
import io.marketprism.sources.journal.JournalLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.assigners.FileSplitAssigner;
import org.apache.flink.connector.file.src.enumerate.FileEnumerator;
import org.apache.flink.connector.file.src.reader.SimpleStreamFormat;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Reads the files of a journal with Flink's file source, whole lines at a time, in their order. */
final class JournalFiles {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private JournalFiles() {}

  /**
   * A source of lines; to be run by one subtask.
   *
   * @param folder folder or file
   * @param follow whether to wait for further files
   */
  static FileSource<byte[]> source(String folder, boolean follow) {
    FileSource.FileSourceBuilder<byte[]> source =
        FileSource.forRecordStreamFormat(new Lines(), new Path(folder))
            .setFileEnumerator(InOrder::new)
            .setSplitAssigner(OneByOne::new);
    if (follow) {
      source.monitorContinuously(LOOK_EVERY);
    }
    return source.build();
  }

  /**
   * Finds the files that are complete: those of one writer in the order in which it wrote them, the
   * writers by their first entry.
   */
  static final class InOrder implements FileEnumerator {
    private final Map<Path, Long> begins = new HashMap<>();

    @Override
    public Collection<FileSourceSplit> enumerateSplits(Path[] paths, int minDesiredSplits)
        throws IOException {
      List<FileStatus> files = new ArrayList<>();
      for (Path path : paths) {
        FileSystem system = path.getFileSystem();
        find(system.getFileStatus(path), system, files);
      }
      for (FileStatus file : files) {
        if (!begins.containsKey(file.getPath())) {
          begins.put(file.getPath(), begin(file.getPath()));
        }
      }
      Map<String, Long> writers = new HashMap<>();
      files.forEach(file -> writers.merge(writer(file), begins.get(file.getPath()), Math::min));
      return files.stream()
          .sorted(
              Comparator.comparingLong((FileStatus file) -> writers.get(writer(file)))
                  .thenComparing(InOrder::writer)
                  .thenComparingLong(InOrder::counter))
          .map(
              file ->
                  new FileSourceSplit(
                      file.getPath().toString(),
                      file.getPath(),
                      0,
                      file.getLen(),
                      file.getModificationTime(),
                      file.getLen()))
          .toList();
    }

    /**
     * What a writer, a run of the job in one hour, has put in front of the counter of its files.
     */
    private static String writer(FileStatus file) {
      String path = file.getPath().toString();
      return path.substring(0, Math.max(0, path.lastIndexOf('-')));
    }

    /** The number of a file among those of its writer. */
    private static long counter(FileStatus file) {
      String name = file.getPath().getName();
      String number =
          name.substring(name.lastIndexOf('-') + 1, name.length() - Journal.SUFFIX.length());
      return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : 0;
    }

    private static void find(FileStatus status, FileSystem system, List<FileStatus> files)
        throws IOException {
      if (status.isDir()) {
        for (FileStatus child : system.listStatus(status.getPath())) {
          find(child, system, files);
        }
      } else if (isComplete(status.getPath().getName()) && status.getLen() > 0) {
        files.add(status);
      }
    }

    /** Names of files that are still written to begin with a dot. */
    private static boolean isComplete(String name) {
      return name.endsWith(Journal.SUFFIX) && !name.startsWith(".");
    }

    /** When the first entry of a file was received. */
    private static long begin(Path path) throws IOException {
      try (InputStream in = lines(path.getFileSystem().open(path))) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
          line.write(b);
        }
        return JournalLines.read(line.toByteArray(), 0, line.size()).receiveTime();
      } catch (IOException e) {
        throw new IOException(path + " is no file of a journal: " + e.getMessage(), e);
      }
    }
  }

  private static InputStream lines(InputStream file) throws IOException {
    return new ZstdInputStream(file);
  }

  /** Gives files out as they were found. */
  static final class OneByOne implements FileSplitAssigner {
    private final Queue<FileSourceSplit> waiting;

    OneByOne(Collection<FileSourceSplit> splits) {
      waiting = new ArrayDeque<>(splits);
    }

    @Override
    public Optional<FileSourceSplit> getNext(String hostname) {
      return Optional.ofNullable(waiting.poll());
    }

    @Override
    public void addSplits(Collection<FileSourceSplit> splits) {
      waiting.addAll(splits);
    }

    @Override
    public Collection<FileSourceSplit> remainingSplits() {
      return List.copyOf(waiting);
    }
  }

  /** A file as pieces that end with a line. */
  static final class Lines extends SimpleStreamFormat<byte[]> {
    private static final long serialVersionUID = 1L;

    private static final int PIECE_BYTES = 256 * 1024;

    @Override
    public Reader<byte[]> createReader(Configuration config, FSDataInputStream file)
        throws IOException {
      InputStream lines = lines(file);
      return new Reader<>() {
        private byte[] rest = {};

        @Override
        public byte[] read() throws IOException {
          ByteArrayOutputStream piece = new ByteArrayOutputStream(PIECE_BYTES + rest.length);
          piece.writeBytes(rest);
          while (true) {
            byte[] more = lines.readNBytes(PIECE_BYTES);
            int end = more.length;
            while (end > 0 && more[end - 1] != '\n') {
              end--;
            }
            if (more.length == 0 || end > 0) {
              piece.write(more, 0, end);
              rest = Arrays.copyOfRange(more, end, more.length);
              return piece.size() == 0 ? null : piece.toByteArray();
            }
            piece.writeBytes(more);
          }
        }

        @Override
        public void close() throws IOException {
          lines.close();
        }
      };
    }

    @Override
    public TypeInformation<byte[]> getProducedType() {
      return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
    }
  }
}
