// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import io.marketprism.model.book.OrderBook;
import io.marketprism.model.book.OrderBookCodec;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Whole books in keyed state, in the form of {@link OrderBookCodec}. The version of the form is in
 * each value, so a newer release reads the state of an older one. Only for state: a copy is the
 * same book, which its operator alone may change.
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
