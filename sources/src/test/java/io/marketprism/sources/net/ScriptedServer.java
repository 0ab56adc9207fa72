// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on plain blocking sockets that does exactly what a test says, right or wrong. It shares
 * no code with the client except the constants of the protocol.
 */
final class ScriptedServer implements AutoCloseable {

  /** What to do with one accepted connection; the socket is closed when it returns. */
  interface Script {
    void run(Peer peer) throws Exception;
  }

  private final ServerSocket server;
  private final String scheme;
  private final Script script;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("scripted-server"));
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();

  ScriptedServer(Script script) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "ws", script);
  }

  ScriptedServer(ServerSocket server, String scheme, Script script) {
    this.server = server;
    this.scheme = scheme;
    this.script = script;
    threads.execute(this::accept);
  }

  URI uri() {
    return uri("/stream?streams=btcusdt@trade");
  }

  URI uri(String target) {
    return URI.create(scheme + "://localhost:" + server.getLocalPort() + target);
  }

  int accepted() {
    return accepted.get();
  }

  /** Connections that neither side has ended. */
  int open() {
    return sockets.size();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        accepted.incrementAndGet();
        sockets.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      script.run(new Peer(socket));
    } catch (Exception e) {
      // The client went away, or the test is over; what matters is asserted on the client's side.
    }
    sockets.remove(socket);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }

  /** A frame as the server read it, unmasked. */
  @SuppressWarnings("ArrayRecordComponent")
  record Frame(int opcode, byte[] payload) {
    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  /** One accepted connection. */
  static final class Peer {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private String requestLine;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
    }

    String requestLine() {
      return requestLine;
    }

    Map<String, String> headers() {
      return headers;
    }

    /** Reads a request's head; false at the end of the stream. */
    boolean readRequest() throws IOException {
      requestLine = readLine();
      if (requestLine == null) {
        return false;
      }
      headers.clear();
      for (String line = readLine(); line != null && !line.isEmpty(); line = readLine()) {
        int colon = line.indexOf(':');
        headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
      return true;
    }

    private String readLine() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          return null;
        }
        if (b != '\r') {
          line.write(b);
        }
      }
      return line.toString(StandardCharsets.ISO_8859_1);
    }

    Peer handshake() throws IOException {
      return handshake("");
    }

    /**
     * @param extraHeaders each ended by CR LF
     */
    Peer handshake(String extraHeaders) throws IOException {
      send(handshakeAnswer(extraHeaders).getBytes(StandardCharsets.ISO_8859_1));
      return this;
    }

    String handshakeAnswer(String extraHeaders) throws IOException {
      readRequest();
      return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: "
          + Upgrade.accept(headers.get("Sec-WebSocket-Key"))
          + "\r\n"
          + extraHeaders
          + "\r\n";
    }

    void send(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    void text(String payload) throws IOException {
      send(frame(0x80 | Frames.TEXT, payload.getBytes(StandardCharsets.UTF_8)));
    }

    /** A server's frame with the given first byte. */
    static byte[] frame(int first, byte[] payload) {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write(first);
      if (payload.length < 126) {
        frame.write(payload.length);
      } else {
        int bytes = payload.length <= 0xFFFF ? 2 : 8;
        frame.write(bytes == 2 ? 126 : 127);
        for (int i = bytes - 1; i >= 0; i--) {
          frame.write((int) ((long) payload.length >>> (8 * i)));
        }
      }
      frame.writeBytes(payload);
      return frame.toByteArray();
    }

    Frame readFrame() throws IOException {
      int opcode = read() & 0x0F;
      int second = read();
      long length = second & 0x7F;
      if (length >= 126) {
        int bytes = length == 126 ? 2 : 8;
        length = 0;
        for (int i = 0; i < bytes; i++) {
          length = length << 8 | read();
        }
      }
      if ((second & 0x80) == 0) {
        throw new IOException("the client did not mask its frame");
      }
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes((int) length);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= mask[i & 3];
      }
      return new Frame(opcode, payload);
    }

    private int read() throws IOException {
      int b = in.read();
      if (b < 0) {
        throw new EOFException();
      }
      return b;
    }

    /** Answers nothing until the client closes its side. */
    void readToEnd() throws IOException {
      in.transferTo(OutputStream.nullOutputStream());
    }

    /** Ends the connection with RST. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    Socket socket() {
      return socket;
    }
  }
}
