// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageAssemblerTest {
  private static final int LIMIT = 200_000;

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final List<String> messages = new ArrayList<>();
  private ByteBuf last = Unpooled.EMPTY_BUFFER;
  private MessageAssembler assembler = assembler(null);

  @AfterEach
  void nothingIsHeldAfterwards() {
    assembler.close();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  @Test
  void wholeMessageIsHandedOnWhereItLies() throws Exception {
    ByteBuf piece = Unpooled.copiedBuffer("whole", StandardCharsets.UTF_8);
    assembler.frame(Frames.TEXT, true, false, 5);
    assembler.payload(piece, true);
    assertThat(messages).containsExactly("text whole");
    assertThat(last).isSameAs(piece);
  }

  @Test
  void piecesAndFragmentsAreJoined() throws Exception {
    assembler.frame(Frames.BINARY, false, false, 4);
    piece("ab", false);
    piece("cd", true);
    assembler.frame(Frames.CONTINUATION, false, false, 0);
    piece("", true);
    assembler.frame(Frames.CONTINUATION, true, false, 2);
    piece("ef", true);
    frame("next");
    assertThat(messages).containsExactly("binary abcdef", "text next");
  }

  @Test
  void messageAtTheLimitIsDeliveredAndOneByteMoreIsNot() throws Exception {
    frame("x".repeat(LIMIT));
    frame("x".repeat(LIMIT + 1));
    frame("next");
    assertThat(messages)
        .extracting(message -> message.substring(0, Math.min(message.length(), 40)))
        .containsExactly("text " + "x".repeat(35), "oversize 200001 prefix 65536", "text next");
  }

  @Test
  void oversizeIsToldOnceAsSoonAsItsPrefixIsThereAndHoldsNoMore() throws Exception {
    long huge = 10L << 30;
    assembler.frame(Frames.TEXT, true, false, huge);
    byte[] chunk = new byte[10_000];
    for (long sent = 0; sent < 20_000_000; sent += chunk.length) {
      assembler.payload(Unpooled.wrappedBuffer(chunk), false);
      assertThat(allocator.metric().usedHeapMemory()).isLessThan(2 << 20);
    }
    assertThat(messages).containsExactly("oversize " + huge + " prefix 65536");
  }

  @Test
  void fragmentedOversizeKeepsWhatItCollectedAsPrefix() throws Exception {
    assembler.frame(Frames.TEXT, false, false, LIMIT);
    piece("a".repeat(LIMIT), true);
    assembler.frame(Frames.CONTINUATION, false, false, 10);
    piece("b".repeat(10), true);
    assembler.frame(Frames.CONTINUATION, true, false, 10);
    piece("c".repeat(10), true);
    frame("next");
    assertThat(messages).containsExactly("oversize 200010 prefix 65536", "text next");
  }

  @Test
  void brokenOrderOfFragmentsIsAViolation() throws Exception {
    assertThatThrownBy(() -> assembler.frame(Frames.CONTINUATION, true, false, 1))
        .isInstanceOf(ProtocolException.class);
    assembler.frame(Frames.TEXT, false, false, 1);
    piece("a", true);
    assertThatThrownBy(() -> assembler.frame(Frames.TEXT, true, false, 1))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void compressionThatWasNotAgreedIsAViolation() {
    assertThatThrownBy(() -> assembler.frame(Frames.TEXT, true, true, 1))
        .isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void compressedMessagesComeOutAsTheyWentIn(boolean keepsContext) throws Exception {
    assembler = assembler(new MessageInflater(keepsContext));
    Deflater deflater = new Deflater(6, true);
    Random random = new Random(1);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String text = i % 7 == 0 ? "" : ("{\"u\":" + i + "}").repeat(1 + random.nextInt(3_000));
      expected.add("text " + text);
      send(deflate(deflater, text.getBytes(StandardCharsets.UTF_8)), random);
      if (!keepsContext) {
        deflater.reset();
      }
      if (i % 10 == 0) {
        frame("plain " + i); // RFC 7692: single messages may stay uncompressed
        expected.add("text plain " + i);
      }
    }
    deflater.end();
    assertThat(messages).isEqualTo(expected);
  }

  @Test
  void compressedBombIsSkippedWithinTheLimitAndTheContextSurvives() throws Exception {
    assembler = assembler(new MessageInflater(true));
    Deflater deflater = new Deflater(9, true);
    byte[] bomb = deflate(deflater, new byte[50_000_000]);
    assertThat(bomb.length).isLessThan(100_000);
    send(bomb, new Random(2));
    send(deflate(deflater, "still in context".getBytes(StandardCharsets.UTF_8)), new Random(3));
    deflater.end();
    assertThat(messages).hasSize(2);
    assertThat(messages.get(0)).startsWith("oversize ").endsWith(" prefix 65536");
    assertThat(messages.get(1)).isEqualTo("text still in context");
  }

  @Test
  void finalBlockWithinAMessageIsUnderstood() throws Exception {
    assembler = assembler(new MessageInflater(false));
    Deflater deflater = new Deflater(6, true);
    deflater.setInput("Hello".getBytes(StandardCharsets.UTF_8));
    deflater.finish();
    byte[] out = new byte[100];
    int length = deflater.deflate(out);
    deflater.end();
    byte[] message = Arrays.copyOf(out, length + 1); // RFC 7692 §7.2.3.4 appends a zero byte
    assembler.frame(Frames.TEXT, true, true, message.length);
    assembler.payload(Unpooled.wrappedBuffer(message), true);
    assembler.frame(Frames.TEXT, true, true, message.length);
    assembler.payload(Unpooled.wrappedBuffer(message), true);
    assertThat(messages).containsExactly("text Hello", "text Hello");
  }

  @Test
  void brokenCompressionEndsTheConnection() {
    assembler = assembler(new MessageInflater(true));
    assertThatThrownBy(
            () -> {
              assembler.frame(Frames.TEXT, true, true, 4);
              assembler.payload(Unpooled.wrappedBuffer(new byte[] {-1, -1, -1, -1}), true);
            })
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.closeCode()).isEqualTo(1007));
  }

  private MessageAssembler assembler(MessageInflater inflater) {
    return new MessageAssembler(
        new MessageAssembler.Messages() {
          @Override
          public void text(ByteBuf payload) {
            last = payload;
            messages.add("text " + payload.toString(StandardCharsets.UTF_8));
          }

          @Override
          public void binary(ByteBuf payload) {
            messages.add("binary " + payload.toString(StandardCharsets.UTF_8));
          }

          @Override
          public void oversize(long bytes, ByteBuf prefix) {
            messages.add("oversize " + bytes + " prefix " + prefix.readableBytes());
          }
        },
        allocator,
        LIMIT,
        inflater);
  }

  private void frame(String text) throws ProtocolException {
    assembler.frame(Frames.TEXT, true, false, text.length());
    piece(text, true);
  }

  private void piece(String text, boolean frameEnds) throws ProtocolException {
    assembler.payload(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)), frameEnds);
  }

  /** Sends compressed bytes in random fragments and pieces. */
  private void send(byte[] bytes, Random random) throws ProtocolException {
    int at = 0;
    boolean first = true;
    do {
      int length = Math.min(bytes.length - at, 1 + random.nextInt(2_000));
      boolean lastFrame = at + length == bytes.length;
      assembler.frame(first ? Frames.TEXT : Frames.CONTINUATION, lastFrame, first, length);
      int cut = random.nextInt(length + 1);
      assembler.payload(Unpooled.wrappedBuffer(bytes, at, cut), false);
      assembler.payload(Unpooled.wrappedBuffer(bytes, at + cut, length - cut), true);
      at += length;
      first = false;
    } while (at < bytes.length);
  }

  private static byte[] deflate(Deflater deflater, byte[] text) {
    deflater.setInput(text);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[4_096];
    int length;
    do {
      length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
      out.write(buffer, 0, length);
    } while (length == buffer.length);
    byte[] all = out.toByteArray();
    return all.length < 4 ? new byte[] {0} : Arrays.copyOf(all, all.length - 4);
  }
}
