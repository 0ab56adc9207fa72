// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real nats-server with JetStream on a free port; the test is skipped, by name, without one. */
final class NatsServer implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("\"nats://[^:]+:([0-9]+)\"");
  private final Process process;
  private final int port;

  private NatsServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static NatsServer start(Path folder) throws IOException {
    return start(folder, -1);
  }

  /** A server on a port, such as that of one that was closed before. */
  static NatsServer start(Path folder, int wanted) throws IOException {
    Optional<Path> binary =
        Stream.concat(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1)),
                Stream.of("/usr/sbin", "/usr/local/bin"))
            .map(directory -> Path.of(directory, "nats-server"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(binary.isPresent(), "no nats-server on the PATH");
    Process process =
        new ProcessBuilder(
                binary.get().toString(),
                "-a",
                "127.0.0.1",
                "-p",
                Integer.toString(wanted),
                "-js",
                "-sd",
                folder.resolve("nats").toString(),
                "--ports_file_dir",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nats.log").toFile())
            .start();
    Path ports = folder.resolve("nats-server_" + process.pid() + ".ports");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.exists(ports) && PORT.matcher(Files.readString(ports)).find());
    Matcher matcher = PORT.matcher(Files.readString(ports));
    int port = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    await().atMost(Duration.ofSeconds(30)).until(() -> accepts(port));
    return new NatsServer(process, port);
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  int port() {
    return port;
  }

  String url() {
    return "nats://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
