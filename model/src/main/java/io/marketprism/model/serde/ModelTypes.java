// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import io.marketprism.model.MarketEvent;
import io.marketprism.model.book.OrderBook;
import io.marketprism.model.wire.WireMessage;
import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Flink's type information of the model's types; with it no record ever falls back to generic
 * serialization.
 */
public final class ModelTypes {
  /** Events from feeds. */
  public static final TypeInformation<MarketEvent> MARKET_EVENT =
      new Info<>(MarketEvent.class, MarketEventSerializer.class);

  /** Encoded messages. */
  public static final TypeInformation<WireMessage> WIRE_MESSAGE =
      new Info<>(WireMessage.class, WireMessageSerializer.class);

  /** Books in state. */
  public static final TypeInformation<OrderBook> ORDER_BOOK =
      new Info<>(OrderBook.class, OrderBookSerializer.class);

  private ModelTypes() {}

  private static final class Info<T> extends TypeInformation<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final Class<? extends TypeSerializer<T>> serializer;

    Info(Class<T> type, Class<? extends TypeSerializer<T>> serializer) {
      this.type = type;
      this.serializer = serializer;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
      try {
        return serializer.getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(serializer + " needs a public constructor", e);
      }
    }

    @Override
    public boolean isBasicType() {
      return false;
    }

    @Override
    public boolean isTupleType() {
      return false;
    }

    @Override
    public int getArity() {
      return 1;
    }

    @Override
    public int getTotalFields() {
      return 1;
    }

    @Override
    public Class<T> getTypeClass() {
      return type;
    }

    @Override
    public boolean isKeyType() {
      return false;
    }

    @Override
    public boolean canEqual(Object other) {
      return other instanceof Info;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Info<?> that && type == that.type && serializer == that.serializer;
    }

    @Override
    public int hashCode() {
      return Objects.hash(type, serializer);
    }

    @Override
    public String toString() {
      return type.getSimpleName();
    }
  }
}
