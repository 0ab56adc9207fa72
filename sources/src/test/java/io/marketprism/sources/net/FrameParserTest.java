// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.sources.net.ScriptedServer.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameParserTest {

  /** Writes down what it gets, with the pieces of a frame joined. */
  private static final class Notes implements FrameParser.Sink {
    final List<String> notes = new ArrayList<>();
    final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    boolean pauseAfterEach;
    boolean paused;

    @Override
    public void dataFrame(int opcode, boolean last, boolean compressed, long length) {
      notes.add(opcode + (last ? " last" : "") + (compressed ? " compressed " : " ") + length);
    }

    @Override
    public void dataPayload(ByteBuf piece, boolean frameEnds) {
      byte[] bytes = new byte[piece.readableBytes()];
      piece.readBytes(bytes);
      payload.writeBytes(bytes);
      if (frameEnds) {
        notes.add("payload " + Arrays.hashCode(payload.toByteArray()));
        payload.reset();
        paused = pauseAfterEach;
      }
    }

    @Override
    public void controlFrame(int opcode, byte[] bytes) {
      notes.add("control " + opcode + " " + Arrays.hashCode(bytes));
      paused = pauseAfterEach;
    }

    @Override
    public boolean paused() {
      return paused;
    }
  }

  @Test
  void framesAreTheSameHoweverTheStreamIsCut() throws Exception {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      byte[] stream = randomFrames(random);
      Notes whole = new Notes();
      new FrameParser(whole).parse(Unpooled.wrappedBuffer(stream));

      Notes cut = new Notes();
      FrameParser parser = new FrameParser(cut);
      for (int at = 0; at < stream.length; ) {
        int most = random.nextBoolean() ? 3 : 5_000;
        int length = Math.min(stream.length - at, 1 + random.nextInt(most));
        ByteBuf piece = Unpooled.wrappedBuffer(stream, at, length);
        parser.parse(piece);
        assertThat(piece.isReadable()).isFalse();
        at += length;
      }
      assertThat(cut.notes).as("seed %d", seed).isEqualTo(whole.notes).isNotEmpty();
    }
  }

  @Test
  void pausesBetweenFramesAndLosesNothing() throws Exception {
    for (int seed = 0; seed < 50; seed++) {
      byte[] stream = randomFrames(new Random(seed));
      Notes whole = new Notes();
      new FrameParser(whole).parse(Unpooled.wrappedBuffer(stream));

      Notes stepping = new Notes();
      stepping.pauseAfterEach = true;
      FrameParser parser = new FrameParser(stepping);
      ByteBuf in = Unpooled.wrappedBuffer(stream);
      while (in.isReadable()) {
        int before = stepping.notes.size();
        stepping.paused = false;
        parser.parse(in);
        assertThat(stepping.notes.size() - before).isBetween(1, 2);
      }
      assertThat(stepping.notes).isEqualTo(whole.notes);
    }
  }

  @Test
  void hugeFrameIsHandedOnPieceByPieceAndNothingIsKept() throws Exception {
    long huge = 1L << 40;
    Notes notes = new Notes();
    FrameParser parser = new FrameParser(notes);
    ByteBuf header = Unpooled.buffer().writeByte(0x82).writeByte(127).writeLong(huge);
    parser.parse(header);
    assertThat(notes.notes).containsExactly("2 last " + huge);
    for (int i = 0; i < 100; i++) {
      parser.parse(Unpooled.wrappedBuffer(new byte[1_000]));
    }
    assertThat(notes.payload.size()).isEqualTo(100_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "81800000000000", // masked by the server
        "a100", // RSV2
        "9100", // RSV3
        "8300", // reserved data opcode
        "8b00", // reserved control opcode
        "0900", // fragmented ping
        "c900", // compressed ping
        "897e0080", // ping of 128 bytes
        "827fffffffffffffffff" // highest bit of the length
      })
  void violationsEndTheStream(String hex) {
    ByteBuf stream = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    assertThatThrownBy(() -> new FrameParser(new Notes()).parse(stream))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.closeCode()).isEqualTo(1002));
  }

  private static byte[] randomFrames(Random random) {
    int[] lengths = {0, 1, 125, 126, 127, 1_000, 65_535, 65_536, 70_000};
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int i = 0; i < 12; i++) {
      boolean control = random.nextInt(3) == 0;
      int first =
          control
              ? 0x80 | (random.nextBoolean() ? Frames.PING : Frames.PONG)
              : (random.nextBoolean() ? 0x80 : 0) | random.nextInt(3);
      byte[] payload =
          new byte[control ? random.nextInt(126) : lengths[random.nextInt(lengths.length)]];
      random.nextBytes(payload);
      stream.writeBytes(Peer.frame(first, payload));
    }
    return stream.toByteArray();
  }
}
