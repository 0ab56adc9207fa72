// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import io.marketprism.model.Instrument;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Single instruments in state, for readers and writers that are not on a hot path. */
public final class Instruments {
  private Instruments() {}

  /** Writes one instrument. */
  public static void write(Instrument instrument, DataOutput out) throws IOException {
    new InstrumentCodec().write(instrument, out);
  }

  /** Reads what {@link #write} wrote. */
  public static Instrument read(DataInput in) throws IOException {
    return new InstrumentCodec().read(in);
  }
}
