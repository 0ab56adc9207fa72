// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.okx.OkxRest.OkxError;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request's parameters; what is wrong with them is thrown as the venue's error. */
record OkxQuery(Map<String, List<String>> parameters) {
  Optional<String> text(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.isEmpty() || values.get(0).isEmpty()
        ? Optional.empty()
        : Optional.of(values.get(0));
  }

  String required(String name) {
    return text(name).orElseThrow(() -> OkxError.empty(name));
  }

  /** The number of a parameter, {@code absent} where it is missing. */
  long number(String name, long absent, long least, long most) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return absent;
    }
    if (!text.get().matches("[0-9]{1,18}")) {
      throw OkxError.wrong(name);
    }
    long number = Long.parseLong(text.get());
    if (number < least || number > most) {
      throw OkxError.wrong(name);
    }
    return number;
  }

  /** The listed instrument that {@code instId} names. */
  String instrument(Market market) {
    String instId = required("instId");
    return market.instrument(instId).orElseThrow(OkxError::noInstrument).symbol();
  }
}
