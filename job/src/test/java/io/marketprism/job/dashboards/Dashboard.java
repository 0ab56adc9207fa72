// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.dashboards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A dashboard: its panels in reading order. They are laid out from left to right and begin a new
 * line where the next one does not fit, as text does.
 */
final class Dashboard {
  static final String DATASOURCE = "marketprism-prometheus";

  /** docs/runbook.md as Prometheus serves it, for the links of panels. */
  private static final String RUNBOOK = "http://127.0.0.1:9090/consoles/runbook.html";

  /** Grafana 12. It raises older ones when it reads them, and refuses none. */
  private static final int SCHEMA = 41;

  private static final String TAG = "marketprism";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String uid;
  private final String title;
  private final String description;
  private final List<Panel> panels = new ArrayList<>();
  private final ArrayNode variables = JSON.arrayNode();
  private String since = "now-1h";

  Dashboard(String uid, String title, String description) {
    this.uid = uid;
    this.title = title;
    this.description = description;
    constant("runbook", RUNBOOK);
  }

  Dashboard add(Panel... more) {
    panels.addAll(List.of(more));
    return this;
  }

  /** The time range that is shown at first. */
  Dashboard since(String from) {
    since = from;
    return this;
  }

  /** A choice among the values of a label, all of them at first. */
  Dashboard choice(String name, String label, String metric) {
    ObjectNode variable = variables.addObject();
    variable.put("name", name).put("label", label).put("type", "query");
    variable.set("datasource", datasource());
    String query = "label_values(%s, %s)".formatted(metric, name);
    variable.put("definition", query);
    variable.putObject("query").put("query", query).put("refId", name);
    variable.put("refresh", 2).put("sort", 1).put("multi", true).put("includeAll", true);
    variable.put("allValue", ".*");
    ObjectNode current = variable.putObject("current").put("selected", true);
    current.putArray("text").add("All");
    current.putArray("value").add("$__all");
    return this;
  }

  String uid() {
    return uid;
  }

  static ObjectNode datasource() {
    return JSON.objectNode().put("type", "prometheus").put("uid", DATASOURCE);
  }

  /** The file's text. */
  String text() {
    DefaultIndenter indent = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(indent);
    try {
      return MAPPER.writer(printer).writeValueAsString(json()) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private ObjectNode json() {
    ObjectNode json = JSON.objectNode();
    json.put("uid", uid).put("title", title).put("description", description);
    json.putArray("tags").add(TAG);
    json.put("schemaVersion", SCHEMA).put("version", 1).put("editable", false);
    json.put("refresh", "30s").put("timezone", "browser").put("graphTooltip", 1);
    json.putObject("time").put("from", since).put("to", "now");
    json.set("links", links());
    json.putObject("templating").set("list", variables);
    json.putObject("annotations").set("list", annotations());
    json.set("panels", layout());
    return json;
  }

  private ArrayNode layout() {
    ArrayNode laid = JSON.arrayNode();
    int x = 0;
    int y = 0;
    int line = 0;
    for (Panel panel : panels) {
      if (x + panel.width() > Panel.GRID) {
        x = 0;
        y += line;
        line = 0;
      }
      laid.add(panel.json(laid.size() + 1, x, y));
      x += panel.width();
      line = Math.max(line, panel.height());
    }
    return laid;
  }

  private static ArrayNode links() {
    ArrayNode links = JSON.arrayNode();
    ObjectNode others = links.addObject().put("type", "dashboards").put("title", "MarketPrism");
    others.putArray("tags").add(TAG);
    others.put("asDropdown", true).put("keepTime", true).put("includeVars", true);
    links
        .addObject()
        .put("type", "link")
        .put("title", "Runbook")
        .put("icon", "doc")
        .put("url", "${runbook}")
        .put("targetBlank", true);
    return links;
  }

  /** Vertical lines that explain what the panels show. */
  private static ArrayNode annotations() {
    ArrayNode list = JSON.arrayNode();
    annotation(
        list, "Job restarts", "orange", "changes(flink_jobmanager_job_numRestarts[1m]) > 0", "");
    annotation(
        list,
        "Critical alerts",
        "red",
        "ALERTS{alertstate=\"firing\", severity=\"critical\"}",
        "{{alertname}}");
    return list;
  }

  private static void annotation(
      ArrayNode list, String name, String color, String expression, String text) {
    ObjectNode annotation = list.addObject();
    annotation.put("name", name).put("enable", true).put("iconColor", color);
    annotation.set("datasource", datasource());
    annotation.put("expr", expression).put("step", "60s").put("titleFormat", name);
    annotation.put("textFormat", text);
  }

  private void constant(String name, String value) {
    ObjectNode variable = variables.addObject();
    variable.put("name", name).put("type", "constant").put("hide", 2).put("query", value);
    variable.putObject("current").put("text", value).put("value", value);
  }
}
