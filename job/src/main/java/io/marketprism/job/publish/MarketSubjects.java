// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.publish;

import io.marketprism.sinks.nats.SubjectLabels;
import java.util.Map;

/** The metric labels of a subject {@code {data_type}.{exchange}.{market_type}.{symbol}}. */
public final class MarketSubjects implements SubjectLabels {
  private static final long serialVersionUID = 1L;

  @Override
  public Map<String, String> labels(String subject) {
    String[] tokens = subject.split("\\.", -1);
    return tokens.length == 4
        ? Map.of("exchange", tokens[1], "market_type", tokens[2], "data_type", tokens[0])
        : Map.of();
  }

  @Override
  public Map<String, String> successLabels(String subject) {
    String[] tokens = subject.split("\\.", -1);
    return tokens.length == 4 ? Map.of("exchange", tokens[1], "data_type", tokens[0]) : Map.of();
  }

  @Override
  public Map<String, String> coarseLabels(String subject) {
    int dot = subject.indexOf('.');
    return Map.of("data_type", dot < 0 ? subject : subject.substring(0, dot));
  }
}
