// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Market;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The parameters of a request, from JSON or from a URL; what is wrong is thrown as an error. */
record RpcParams(JsonNode values) {
  static RpcParams of(Map<String, List<String>> query) {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    query.forEach((name, texts) -> values.put(name, texts.get(0)));
    return new RpcParams(values);
  }

  String text(String name, String absent) {
    JsonNode value = values.path(name);
    return value.isMissingNode() || value.isNull() ? absent : value.asText();
  }

  String text(String name) {
    String text = text(name, null);
    if (text == null) {
      throw RpcError.parameter(name, "required");
    }
    return text;
  }

  long number(String name, long absent) {
    String text = text(name, Long.toString(absent));
    if (!text.matches("-?[0-9]{1,18}")) {
      throw RpcError.parameter(name, "wrong format");
    }
    return Long.parseLong(text);
  }

  long number(String name) {
    text(name);
    return number(name, 0);
  }

  Instrument instrument(Market market) {
    return market.instrument(text("instrument_name")).orElseThrow(RpcError::noInstrument);
  }

  List<String> channels() {
    JsonNode channels = values.path("channels");
    if (!channels.isArray()) {
      throw RpcError.parameter("channels", "must be an array");
    }
    List<String> names = new ArrayList<>();
    channels.forEach(channel -> names.add(channel.asText()));
    return names;
  }
}
