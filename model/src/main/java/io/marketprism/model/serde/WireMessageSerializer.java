// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import io.marketprism.model.wire.WireMessage;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Encoded messages between tasks that are not chained. */
public final class WireMessageSerializer extends ImmutableSerializer<WireMessage> {
  private static final long serialVersionUID = 1L;

  private static final int MAX_PAYLOAD = 1 << 26;

  @Override
  public TypeSerializer<WireMessage> duplicate() {
    return this;
  }

  @Override
  public void serialize(WireMessage message, DataOutputView out) throws IOException {
    out.writeByte(message.kind().code());
    out.writeUTF(message.subject());
    out.writeBoolean(message.messageId() != null);
    if (message.messageId() != null) {
      out.writeUTF(message.messageId());
    }
    VarInts.write(out, message.payload().length);
    out.write(message.payload());
  }

  @Override
  public WireMessage deserialize(DataInputView in) throws IOException {
    WireMessage.Kind kind = WireMessage.Kind.ofCode(in.readByte());
    String subject = in.readUTF();
    String messageId = in.readBoolean() ? in.readUTF() : null;
    byte[] payload = new byte[VarInts.readSize(in, MAX_PAYLOAD)];
    in.readFully(payload);
    return new WireMessage(kind, subject, messageId, payload);
  }

  @Override
  public TypeSerializerSnapshot<WireMessage> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The serializer's mark in savepoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<WireMessage> {
    public Snapshot() {
      super(WireMessageSerializer::new);
    }
  }
}
