// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import io.marketprism.model.BookDelta;
import io.marketprism.sources.book.ChainRule;

/**
 * OKX chains by {@code prevSeqId}: an update continues the state that it names, and no other (OKX
 * API v5, "WS / Order book channel"). Ids jump, and after maintenance they fall: the update that
 * names the present state and brings a lower id continues it (venue rule O5). So a lower id is not
 * an older one, and no comparison of ids may silence a book.
 */
final class OkxChain implements ChainRule {
  static final OkxChain INSTANCE = new OkxChain();

  private OkxChain() {}

  /** Only a message that the book is still where it is changes nothing (venue rule O4). */
  @Override
  public boolean isOld(BookDelta delta, long id) {
    return delta.previousId() == id && delta.lastId() == id;
  }

  @Override
  public boolean continues(BookDelta delta, long id) {
    return delta.previousId() == id;
  }

  /**
   * By ids, which holds as long as they grow. The update that resets them from the snapshot's own
   * id is not in the snapshot.
   */
  @Override
  public boolean isCovered(BookDelta delta, long id) {
    return delta.lastId() <= id && !resets(delta, id);
  }

  /** The first update after a snapshot that was asked for may reach across it (venue rule O8). */
  @Override
  public boolean startsFrom(BookDelta delta, long id) {
    return delta.previousId() <= id && id < delta.lastId() || delta.previousId() == id;
  }

  private static boolean resets(BookDelta delta, long id) {
    return delta.previousId() == id && delta.lastId() < id;
  }
}
