// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import io.marketprism.model.book.OrderBook;
import io.marketprism.model.book.OrderBookCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Whole books in keyed state, in the form of {@link OrderBookCodec}. The version of the form is in
 * each value, so a newer release reads the state of an older one. Books change in place, so a copy
 * is a book of its own.
 */
public final class OrderBookSerializer extends ImmutableSerializer<OrderBook> {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<OrderBook> duplicate() {
    return this;
  }

  @Override
  public OrderBook copy(OrderBook from) {
    DataOutputSerializer out = new DataOutputSerializer(1_024);
    try {
      serialize(from, out);
      return deserialize(new DataInputDeserializer(out.getSharedBuffer(), 0, out.length()));
    } catch (IOException e) {
      throw new UncheckedIOException("a book that lies in memory could not be copied", e);
    }
  }

  @Override
  public OrderBook copy(OrderBook from, OrderBook reuse) {
    return copy(from);
  }

  @Override
  public void serialize(OrderBook book, DataOutputView out) throws IOException {
    OrderBookCodec.write(book, out);
  }

  @Override
  public OrderBook deserialize(DataInputView in) throws IOException {
    return OrderBookCodec.read(in);
  }

  @Override
  public TypeSerializerSnapshot<OrderBook> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The serializer's mark in savepoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<OrderBook> {
    public Snapshot() {
      super(OrderBookSerializer::new);
    }
  }
}
