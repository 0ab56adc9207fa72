// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.marketprism.sources.net.ScriptedServer.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What is left of connections, loops and clients after their end: nothing. */
@Timeout(120)
class LeftoversITCase {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /** LL4, LL11. */
  @Test
  void twoHundredForcedReconnectsLeaveNoDescriptorAndNoThread() throws Exception {
    assumeTrue(Files.isDirectory(DESCRIPTORS), "needs /proc");
    WebSocketOptions options =
        WebSocketOptions.defaults()
            .withConnectTimeout(Duration.ofMillis(200))
            .withCloseTimeout(Duration.ofMillis(50));
    AtomicInteger count = new AtomicInteger();
    try (EventLoops loops = new EventLoops(1, "reconnects");
        WebSocketClient client = new WebSocketClient();
        ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  switch (count.getAndIncrement() % 6) {
                    case 0 -> peer.handshake().reset();
                    case 1 -> peer.handshake().send(Peer.frame(0x88, new byte[0]));
                    case 2 -> peer.handshake(); // and the end of the stream
                    case 3 -> { // half-open: never answers the close
                      peer.handshake().text("close me");
                      peer.readToEnd();
                    }
                    case 4 -> {
                      peer.readRequest();
                      peer.send(
                          "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"
                              .getBytes(StandardCharsets.ISO_8859_1));
                    }
                    default -> peer.readToEnd(); // no handshake at all
                  }
                })) {
      EventLoop loop = loops.next();
      reconnect(client, server.uri(), options, loop, 12); // what is loaded and pooled once
      long descriptors = descriptors();
      long threads = clientThreads();
      reconnect(client, server.uri(), options, loop, 200);
      await().until(() -> count.get() == 212);
      await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 5));
      assertThat(clientThreads()).isLessThanOrEqualTo(threads);
    }
    await().until(() -> clientThreads() == 0);
  }

  private static void reconnect(
      WebSocketClient client, URI uri, WebSocketOptions options, EventLoop loop, int times) {
    for (int i = 0; i < times; i++) {
      RecordingListener listener =
          new RecordingListener() {
            @Override
            public void onText(ByteBuf payload) {
              connection.close();
            }
          };
      client.connect(uri, options, loop, listener);
      await().pollInterval(Duration.ofMillis(2)).until(() -> !listener.closed.isEmpty());
      assertThat(listener.closed).hasSize(1);
    }
  }

  @Test
  void closingTheLoopsClosesTheirSocketsTellsTheListenersAndEndsTheThreads() throws Exception {
    EventLoops loops = new EventLoops(2, "closing");
    try (WebSocketClient client = new WebSocketClient();
        ScriptedServer server = new ScriptedServer(peer -> peer.handshake().readToEnd())) {
      RecordingListener listener = new RecordingListener();
      client.connect(server.uri(), WebSocketOptions.defaults(), loops.next(), listener);
      await().until(() -> listener.events.contains("open"));
      loops
          .next()
          .submit(() -> assertThatThrownBy(loops::close).isInstanceOf(IllegalStateException.class))
          .sync();
      loops.close();
      loops.close();
      assertThat(threadsNamed("closing")).isZero();
      assertThat(listener.closed).hasSize(1);
    }
  }

  /** Under load a loop is in the middle of its tasks when it is told to end. */
  @Test
  void loopsThatAreClosedWhileTheyWorkCloseTheirSocketsToo() throws Exception {
    EventLoops loops = new EventLoops(1, "busy");
    try (WebSocketClient client = new WebSocketClient();
        ScriptedServer server = new ScriptedServer(peer -> peer.handshake().readToEnd())) {
      EventLoop loop = loops.next();
      RecordingListener listener = new RecordingListener();
      client.connect(server.uri(), WebSocketOptions.defaults(), loop, listener);
      await().until(() -> listener.events.contains("open"));
      loop.execute(
          () -> {
            while (!loop.isShuttingDown()) {
              Thread.onSpinWait();
            }
          });
      loops.close();
      assertThat(listener.closed).hasSize(1);
      await().until(() -> server.open() == 0);
    }
  }

  /**
   * Flink drops a job's class loader at its end; whatever still refers to it would leak the whole
   * job at each restart.
   */
  @Test
  void classLoaderOfTheJobIsCollectableAfterClose() throws Exception {
    // The logger keeps the stack of whoever used it first; on a cluster that is the cluster.
    LoggerFactory.getLogger(LeftoversITCase.class)
        .warn("expected", new IllegalStateException("wakes the logger"));
    try (ScriptedServer venue = new ScriptedServer(peer -> peer.handshake().readToEnd());
        ScriptedServer rest =
            new ScriptedServer(
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                "http",
                peer -> {
                  while (peer.readRequest()) {
                    peer.send(
                        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
                  }
                })) {
      WeakReference<ClassLoader> loader = runJobInItsOwnLoader(venue.uri(), rest.uri(""));
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                System.gc();
                return loader.refersTo(null);
              });
    }
  }

  private static WeakReference<ClassLoader> runJobInItsOwnLoader(URI venue, URI rest)
      throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (JobLoader loader = new JobLoader()) {
      Thread.currentThread().setContextClassLoader(loader);
      Class<?> job = loader.loadClass(JobOfItsOwn.class.getName());
      assertThat(job.getClassLoader()).isSameAs(loader);
      job.getMethod("run", String.class, String.class)
          .invoke(null, venue.toString(), rest.toString());
      return new WeakReference<>(loader);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** Child first, as Flink's: our classes and our libraries are loaded anew. */
  private static final class JobLoader extends URLClassLoader {
    JobLoader() throws IOException {
      super(classPath(), LeftoversITCase.class.getClassLoader());
    }

    private static URL[] classPath() throws IOException {
      List<String> entries =
          Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
      URL[] urls = new URL[entries.size()];
      for (int i = 0; i < urls.length; i++) {
        urls[i] = Path.of(entries.get(i)).toUri().toURL();
      }
      return urls;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      boolean ours =
          Stream.of("io.marketprism.", "io.netty.", "io.github.bucket4j.")
              .anyMatch(name::startsWith);
      if (!ours) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      return all.count();
    }
  }

  private static long clientThreads() {
    return threadsNamed("reconnects") + threadsNamed("marketprism-dns");
  }

  private static long threadsNamed(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .count();
  }
}
