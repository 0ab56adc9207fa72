// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;

/**
 * What Flink does with a serializer: records back to back, copies between views, duplicates per
 * task, shipping by Java serialization, restoring from a savepoint's snapshot.
 */
final class SerializerContract<T> {
  private final TypeInformation<T> type;
  private final List<T> records;
  private final BiConsumer<T, T> sameRecord;

  SerializerContract(TypeInformation<T> type, List<T> records, BiConsumer<T, T> sameRecord) {
    this.type = type;
    this.records = records;
    this.sameRecord = sameRecord;
  }

  void verify() throws IOException, ClassNotFoundException {
    TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
    assertThat(serializer.getLength()).isEqualTo(-1);
    roundTrip(serializer, serializer);
    copiesBetweenViews(serializer);

    TypeSerializer<T> duplicate = serializer.duplicate();
    assertThat(duplicate).isEqualTo(serializer).hasSameHashCodeAs(serializer);
    roundTrip(serializer, duplicate);
    interleaves(serializer, duplicate);

    TypeSerializer<T> shipped =
        InstantiationUtil.deserializeObject(
            InstantiationUtil.serializeObject(serializer), getClass().getClassLoader());
    roundTrip(shipped, serializer);

    TypeSerializerSnapshot<T> snapshot = throughSavepoint(serializer.snapshotConfiguration());
    TypeSerializer<T> restored = snapshot.restoreSerializer();
    assertThat(restored).isEqualTo(serializer);
    roundTrip(serializer, restored);
    assertThat(
            serializer
                .snapshotConfiguration()
                .resolveSchemaCompatibility(snapshot)
                .isCompatibleAsIs())
        .isTrue();

    TypeInformation<T> shippedType = InstantiationUtil.clone(type);
    assertThat(shippedType).isEqualTo(type).hasSameHashCodeAs(type);
    assertThat(type.isKeyType()).isFalse();
  }

  private void roundTrip(TypeSerializer<T> writer, TypeSerializer<T> reader) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    for (T record : records) {
      writer.serialize(record, out);
    }
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    for (int i = 0; i < records.size(); i++) {
      sameRecord.accept(
          i % 2 == 0 ? reader.deserialize(in) : reader.deserialize(reader.createInstance(), in),
          records.get(i));
    }
    assertThat(in.available()).isZero();
  }

  private void copiesBetweenViews(TypeSerializer<T> serializer) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    for (T record : records) {
      serializer.serialize(record, out);
    }
    DataOutputSerializer copied = new DataOutputSerializer(16);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    for (int i = 0; i < records.size(); i++) {
      serializer.copy(in, copied);
    }
    assertThat(copied.getCopyOfBuffer()).isEqualTo(out.getCopyOfBuffer());
    for (T record : records) {
      sameRecord.accept(serializer.copy(record), record);
      sameRecord.accept(serializer.copy(record, record), record);
    }
  }

  /** Two tasks of one process: what one serializer remembers must not reach the other's stream. */
  private void interleaves(TypeSerializer<T> one, TypeSerializer<T> other) throws IOException {
    DataOutputSerializer first = new DataOutputSerializer(16);
    DataOutputSerializer second = new DataOutputSerializer(16);
    for (int i = 0; i < records.size(); i++) {
      one.serialize(records.get(i), first);
      other.serialize(records.get(records.size() - 1 - i), second);
    }
    DataInputDeserializer inFirst = new DataInputDeserializer(first.getCopyOfBuffer());
    DataInputDeserializer inSecond = new DataInputDeserializer(second.getCopyOfBuffer());
    for (int i = 0; i < records.size(); i++) {
      sameRecord.accept(other.deserialize(inFirst), records.get(i));
      sameRecord.accept(one.deserialize(inSecond), records.get(records.size() - 1 - i));
    }
  }

  private TypeSerializerSnapshot<T> throughSavepoint(TypeSerializerSnapshot<T> snapshot)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, snapshot);
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());
  }
}
