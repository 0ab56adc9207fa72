// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real {@code nats-server} for tests: own port, own store directory, killed and started again at
 * will, gone without a trace on close. Needs {@code nats-server} on the PATH.
 *
 * <pre>{@code
 * try (NatsServerProcess server = NatsServerProcess.withJetStream()) {
 *   publishTo(server.url());
 *   server.kill();
 *   server.start();
 * }
 * }</pre>
 */
public final class NatsServerProcess implements AutoCloseable {

  /**
   * Below the range from which the system takes the ports of outgoing connections: nobody gets our
   * port while the server is down, nor can a reconnecting client connect to itself.
   */
  private static final int LOWEST_PORT = 20_000;

  private static final int HIGHEST_PORT = 32_000;
  private static final int ATTEMPTS = 10;
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Path directory;
  private final List<String> arguments;
  private final boolean portIsGiven;
  private final Thread killOnExit = new Thread(this::killProcess);
  private int port;
  private Process process;

  private NatsServerProcess(boolean jetStream, String configuration, int port)
      throws IOException, InterruptedException {
    directory = Files.createTempDirectory("nats-server-");
    arguments = new ArrayList<>();
    if (jetStream) {
      arguments.addAll(List.of("-js", "-sd", directory.resolve("store").toString()));
    }
    if (!configuration.isEmpty()) {
      Path file = directory.resolve("nats.conf");
      Files.writeString(file, configuration);
      arguments.addAll(List.of("-c", file.toString()));
    }
    portIsGiven = port > 0;
    this.port = portIsGiven ? port : freePort();
    Runtime.getRuntime().addShutdownHook(killOnExit);
    start();
  }

  /** Starts a server with JetStream, its files in a temporary directory. */
  public static NatsServerProcess withJetStream() throws IOException, InterruptedException {
    return new NatsServerProcess(true, "", 0);
  }

  /** Starts a server with JetStream on a given port. */
  public static NatsServerProcess withJetStream(int port) throws IOException, InterruptedException {
    return new NatsServerProcess(true, "", port);
  }

  /** Starts a server with JetStream and further configuration in the server's own syntax. */
  public static NatsServerProcess withJetStream(String configuration)
      throws IOException, InterruptedException {
    return new NatsServerProcess(true, configuration, 0);
  }

  /** As {@link #withJetStream(String)}, on a given port. */
  public static NatsServerProcess withJetStream(String configuration, int port)
      throws IOException, InterruptedException {
    return new NatsServerProcess(true, configuration, port);
  }

  /** Starts a server without JetStream. */
  public static NatsServerProcess coreOnly() throws IOException, InterruptedException {
    return new NatsServerProcess(false, "", 0);
  }

  /** A port nobody listens on, outside the range of outgoing connections. */
  public static int freePort() {
    for (int i = 0; i < 100; i++) {
      int candidate = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      try (ServerSocket probe = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (IOException taken) {
        // the next one
      }
    }
    throw new IllegalStateException(
        "No free port between " + LOWEST_PORT + " and " + HIGHEST_PORT + ".");
  }

  public int port() {
    return port;
  }

  /** {@code nats://127.0.0.1:port}. */
  public String url() {
    return "nats://127.0.0.1:" + port;
  }

  /** The same with user and password in it. */
  public String url(String user, String password) {
    return "nats://%s:%s@127.0.0.1:%d".formatted(user, password, port);
  }

  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Starts the server again, on the same port and store; returns when it takes connections. */
  public void start() throws IOException, InterruptedException {
    for (int attempt = 1; !startOnce(); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new IOException("nats-server does not start:\n" + log());
      }
      if (!portIsGiven && !Files.exists(directory.resolve("store"))) {
        port = freePort();
      }
    }
  }

  private boolean startOnce() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add("nats-server");
    command.addAll(List.of("-a", "127.0.0.1", "-p", Integer.toString(port)));
    command.addAll(arguments);
    File log = directory.resolve("nats-server.log").toFile();
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start();
    } catch (IOException e) {
      throw new IOException(
          "Cannot run nats-server. Install it (Debian, Ubuntu: apt-get install nats-server; macOS: brew install nats-server) so that it is on the PATH.",
          e);
    }
    long deadline = System.nanoTime() + START_NANOS;
    while (process.isAlive() && System.nanoTime() < deadline) {
      if (greets()) {
        return true;
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    killProcess();
    return false;
  }

  /** Whether the server sends its INFO, the first thing it does when it is ready. */
  private boolean greets() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(1_000);
      byte[] greeting = socket.getInputStream().readNBytes(4);
      return new String(greeting, StandardCharsets.US_ASCII).equals("INFO");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Kills the server as {@code kill -9} does; its files stay. */
  public void kill() {
    killProcess();
  }

  /** Ends the server as {@code kill} does, which lets it close its files. */
  public void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      killProcess();
    }
  }

  /** Stops the server in its tracks, connections open, or lets it go on. Linux only. */
  public void freeze(boolean frozen) throws IOException, InterruptedException {
    String signal = frozen ? "-STOP" : "-CONT";
    int exit = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    if (exit != 0) {
      throw new IOException("kill " + signal + " ended with " + exit);
    }
    // The signal is on its way; a thread of the server may still answer before it stops.
    long deadline = System.nanoTime() + START_NANOS;
    while (frozen && !allThreadsStopped() && System.nanoTime() < deadline) {
      process.waitFor(1, TimeUnit.MILLISECONDS);
    }
  }

  private boolean allThreadsStopped() throws IOException {
    Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
    try (Stream<Path> all = Files.list(threads)) {
      for (Path thread : all.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException threadEnded) {
      return false;
    }
  }

  /** What the server wrote to its log so far. */
  public String log() throws IOException {
    return Files.readString(directory.resolve("nats-server.log"));
  }

  private void killProcess() {
    if (process == null) {
      return;
    }
    process.destroyForcibly();
    boolean interrupted = Thread.interrupted();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Kills the server and removes its files. */
  @Override
  public void close() {
    killProcess();
    Runtime.getRuntime().removeShutdownHook(killOnExit);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
