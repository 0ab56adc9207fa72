// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec.Target;
import java.io.IOException;

/** The {@code data} of one kind of channel; holds that of one message at a time. */
interface DeribitPayload {
  /** What the names of the kind's channels begin with. */
  String prefix();

  /** Forgets the message before. */
  void clear();

  /** Reads the data; the parser stands at its first token and is left at its last. */
  void read(JsonParser json, JsonToken value)
      throws IOException, MalformedDecimalException, FrameException;

  /**
   * Hands over what was read, of a message that is whole.
   *
   * @param instrument the channel's
   * @throws FrameException if it cannot be used; nothing was handed over then
   */
  void deliver(Instrument instrument, long receiveTime, Target target) throws FrameException;
}
