// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.journal;

/**
 * Some consecutive entries of one connection: lines of JSON, compressed with zstd into one frame.
 * Frames one after another are a file that {@code zstdcat} reads. Fields are public for Flink.
 */
public final class JournalBlock {
  /** Subject token of the venue. */
  public String exchange;

  /** Subject token of the market. */
  public String market;

  /** Id of the connection. */
  public String connectionId;

  /** Run of the first entry. */
  public long run;

  /** Number of the first entry within its run. */
  public long number;

  /** The compressed lines. */
  public byte[] bytes;

  /** For Flink. */
  public JournalBlock() {}

  JournalBlock(
      String exchange, String market, String connectionId, long run, long number, byte[] bytes) {
    this.exchange = exchange;
    this.market = market;
    this.connectionId = connectionId;
    this.run = run;
    this.number = number;
    this.bytes = bytes;
  }

  /** Where the block is published: {@code raw.{exchange}.{market_type}.{connection}}. */
  public String subject() {
    return "raw." + exchange + '.' + market + '.' + connectionId;
  }

  /** The same for the same entries, by which a stream drops what comes twice. */
  public String messageId() {
    return "raw:" + connectionId + ':' + run + ':' + number;
  }
}
