// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_SYMBOL;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Instrument;
import io.marketprism.model.Integrity;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.Answers;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.FrameScanner;
import io.marketprism.sources.venue.StreamCodec.Target;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The channel {@code books}: 400 levels a side, a snapshot and then changes each 100 ms, one record
 * per push (OKX API v5, "WS / Order book channel"; venue rules O1 to O5). The venue keeps the
 * window of 400 whole, with deletions of levels that leave it and additions of those that enter it,
 * so every level of it is known at any time.
 */
final class OkxBookChannel implements OkxChannel {
  private static final String SNAPSHOT = "snapshot";
  private static final String UPDATE = "update";
  private static final long NONE = Long.MIN_VALUE;

  private final OkxBookRecord record = new OkxBookRecord();
  private final Map<String, Progress> progress = new HashMap<>();
  private int records;

  /** How far an instrument's messages came on this connection. */
  private static final class Progress {
    private long lastId = NONE;
    private OkxChecksum checksum;
  }

  @Override
  public String name() {
    return "books";
  }

  @Override
  public void connected() {
    progress.clear();
  }

  @Override
  public void expect(List<Instrument> instruments) {
    Set<String> kept = new HashSet<>();
    for (Instrument instrument : instruments) {
      kept.add(instrument.nativeId());
    }
    progress.keySet().retainAll(kept);
  }

  @Override
  public void read(JsonParser json, OkxPush push)
      throws IOException, MalformedDecimalException, FrameException {
    records = 0;
    while (json.nextToken() == JsonToken.START_OBJECT) {
      record.read(json);
      records++;
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw new FrameException(UNKNOWN_MESSAGE, "a record of data is no object");
    }
  }

  @Override
  public boolean scan(FrameScanner scanner, OkxPush push) {
    records = 0;
    do {
      if (!record.scan(scanner)) {
        return false;
      }
      records++;
    } while (scanner.skip(','));
    return true;
  }

  @Override
  public void deliver(OkxPush push, Target target) throws FrameException {
    OkxFields.require(push.instId != null, "arg.instId", null);
    Instrument instrument = push.instrument();
    if (instrument == null) {
      if (push.known(push.instId) == null) {
        throw new FrameException(UNKNOWN_SYMBOL, push.instId);
      }
      target.onFiltered("unsubscribed");
      return;
    }
    if (records != 1) {
      throw new FrameException(UNKNOWN_MESSAGE, "a push of " + records + " books", instrument);
    }
    OkxFields.require(push.action != null, "action", instrument);
    switch (push.action) {
      case SNAPSHOT -> snapshot(instrument, push, target);
      case UPDATE -> update(instrument, push, target);
      default -> throw new FrameException(UNKNOWN_MESSAGE, "action " + push.action, instrument);
    }
  }

  private void snapshot(Instrument instrument, OkxPush push, Target target) throws FrameException {
    record.requireBook(instrument);
    Progress past = progress.computeIfAbsent(push.instId, name -> new Progress());
    past.lastId = record.id();
    past.checksum = record.checksum() == 0 ? null : new OkxChecksum();
    if (isMismatch(past, push)) {
      target.onMismatch(instrument, "checksum");
      return;
    }
    target.onBookSnapshot(
        record.snapshot(
            instrument,
            push.receiveTime,
            OkxBookRecord.EVERY_LEVEL,
            past.checksum == null ? Integrity.SEQUENCE : Integrity.CHECKSUM));
  }

  private void update(Instrument instrument, OkxPush push, Target target) throws FrameException {
    record.requireUpdate(instrument);
    Progress past = progress.computeIfAbsent(push.instId, name -> new Progress());
    if (record.isKeepAlive() && record.id() == past.lastId) {
      target.onUnchanged(instrument, push.receiveTime);
      return;
    }
    boolean follows = record.previousId() == past.lastId;
    past.lastId = record.id();
    if (!follows || record.checksum() == 0) {
      // A book in which a change is missing cannot be checked, nor one of which no sum is sent.
      past.checksum = null;
    }
    if (isMismatch(past, push)) {
      target.onMismatch(instrument, "checksum");
    } else {
      target.onBookDelta(record.delta(instrument, push.receiveTime));
    }
  }

  private boolean isMismatch(Progress past, OkxPush push) throws FrameException {
    if (past.checksum == null) {
      return false;
    }
    try {
      past.checksum.apply(push.bytes, push.offset, push.length);
    } catch (IOException e) {
      throw new FrameException(MALFORMED_JSON, Answers.firstLine(e), push.instrument());
    }
    if (past.checksum.value() == record.checksum()) {
      return false;
    }
    past.checksum = null;
    return true;
  }
}
