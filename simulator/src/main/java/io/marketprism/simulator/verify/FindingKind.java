// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

/** What can be wrong with what was published, worst first. */
public enum FindingKind {
  /** A level that the venue's book did not have in that place. */
  WRONG_LEVEL("a published level differs from the venue's book"),
  /** A book at an update id at which the venue never showed one. */
  UNKNOWN_BOOK("a published book names an update id that the venue never showed"),
  /** Best bid at or above best ask. */
  CROSSED_BOOK("a published book is crossed"),
  /** A book without bids or without asks. */
  EMPTY_SIDE("a published book has an empty side"),
  /** A book that differs from the golden one at the same update id. */
  GOLDEN_BOOK("a published book differs from the golden book"),
  /** An {@code orderbook_delta} whose levels are not the venue's, or after which a book is not. */
  WRONG_DELTA("a published delta, or the book of one who follows the deltas, is not the venue's"),
  /** A {@code orderbook_delta} that does not continue the one before. */
  BROKEN_CHAIN("a published delta does not continue the one before"),
  /** A {@code quote} that is not the top of the venue's book at that id. */
  WRONG_QUOTE("a published quote is not the top of the venue's book"),
  /** An update id below one published before in the same synchronised period. */
  BACKWARD_BOOK("books go back within one sync_id"),
  /** A trade that the venue did not have. */
  UNKNOWN_TRADE("a published trade was never made"),
  /** A trade whose price, quantity, side or time is not the venue's. */
  WRONG_TRADE("a published trade differs from the venue's"),
  /** A trade between the first and the last seen that was neither published nor announced. */
  LOST_TRADE("a trade is missing and no feed_status says so"),
  /** A trade published more than once to core subscribers. */
  DOUBLED_TRADE("a trade was published more than once"),
  /** A trade with an id below the one before that is no repeat. */
  BACKWARD_TRADE("a trade came after one with a higher id"),
  /** A trade that the stream lacks although no gap was announced. */
  LOST_IN_STREAM("a trade is missing in the JetStream stream"),
  /** A trade that is more than once in the stream. */
  DOUBLED_IN_STREAM("a trade is more than once in the JetStream stream"),
  /** A trade behind one with a higher id in the stream. */
  BACKWARD_IN_STREAM("a trade is behind one with a higher id in the JetStream stream"),
  /** Books of an instrument ceased or began anew, and no feed_status says why. */
  UNANNOUNCED_GAP("books paused or began anew and no feed_status says so"),
  /** A venue closed a socket and no feed_status says so. */
  SILENT_DISCONNECT("a venue closed a socket and no feed_status says so"),
  /** A loss that was announced and never ended. */
  NEVER_RECOVERED("an announced loss never ended, or no book came after a fault"),
  /** A loss announced that was none. */
  FALSE_ANNOUNCEMENT("a feed_status announces what did not happen"),
  /** Announcements of losses and of their ends that do not belong together one to one. */
  UNPAIRED_ANNOUNCEMENT("the announcements of a loss and of its end do not pair"),
  /** A {@code lost_count} or {@code backfilled_count} that disagrees with the ids. */
  WRONG_COUNT("a count in a feed_status disagrees with the ids"),
  /** A figure of a perpetual or an index at a time of which the venue told nothing. */
  UNKNOWN_FIGURE("a published figure was never told by the venue"),
  /** A figure that is not the venue's. */
  WRONG_FIGURE("a published figure differs from the venue's"),
  /** A figure published more than once. */
  DOUBLED_FIGURE("a figure was published more than once"),
  /** A figure or liquidation that is more than once in the stream, by id or by content. */
  DOUBLED_FIGURE_IN_STREAM("a figure is more than once in the JetStream stream"),
  /** A figure of an earlier time than the one before of the same subject. */
  BACKWARD_FIGURE("figures of a subject go back in time"),
  /** A message that is no JSON object or lacks a field. */
  MALFORMED("a message cannot be read"),
  /** A field of the envelope that contradicts the subject. */
  WRONG_ENVELOPE("a message's fields contradict its subject"),
  /** An event time that is not the venue's. */
  WRONG_TIME("a message's time is not the venue's"),
  /** A message id that is not the one the contract demands. */
  WRONG_MESSAGE_ID("a stream message has another Nats-Msg-Id than the contract says"),
  /** The verifier itself could not keep up. */
  OVERRUN("the verifier lost messages, its verdict is incomplete"),
  /** Fewer books, trades or golden books than demanded. */
  TOO_FEW("fewer messages than demanded");

  private final String meaning;

  FindingKind(String meaning) {
    this.meaning = meaning;
  }

  /** One sentence for a person. */
  public String meaning() {
    return meaning;
  }
}
