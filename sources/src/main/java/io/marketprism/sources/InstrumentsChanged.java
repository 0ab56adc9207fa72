// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources;

import io.marketprism.model.Instrument;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * A feed has other instruments from now on, because the venue listed some or ended some.
 *
 * @param splitId the feed's split
 * @param instruments all of its instruments, those that stay too
 */
public record InstrumentsChanged(String splitId, ArrayList<Instrument> instruments)
    implements SourceEvent {
  private static final long serialVersionUID = 1L;

  /** A change of a split to a list of instruments. */
  public static InstrumentsChanged of(String splitId, List<Instrument> instruments) {
    return new InstrumentsChanged(splitId, new ArrayList<>(instruments));
  }
}
