// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.dashboards;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A panel in the words of a person who designs a dashboard; {@link #json} says it in Grafana's. The
 * look that all panels of a kind share is here, so that a dashboard only says what differs.
 *
 * <p>Every panel has a description, for the person who meets it at night: what it shows, and what
 * is good.
 */
final class Panel {
  /** Width and height in Grafana's grid, 24 wide; one unit of height is 30 pixels. */
  static final int GRID = 24;

  /**
   * Begins the sentence of a description that says why a panel without data is no fault. {@code
   * bin/marketprism dashboards} looks for it.
   */
  static final String MAY_BE_EMPTY = "May be empty: ";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String GREEN = "green";
  private static final String ORANGE = "orange";
  private static final String RED = "red";

  private final Kind kind;
  private final String title;
  private final List<Query> queries = new ArrayList<>();
  private final List<ObjectNode> mappings = new ArrayList<>();
  private final ArrayNode steps = JSON.arrayNode();
  private String description;
  private String unit = "short";
  private String runbook = "";
  private String sortBy = "Value";
  private boolean highestFirst;
  private int width = 6;
  private int height = 8;

  private enum Kind {
    TIMESERIES,
    STAT,
    TABLE,
    STATE_TIMELINE,
    ROW
  }

  private Panel(Kind kind, String title, String description) {
    this.kind = kind;
    this.title = title;
    this.description = description;
    step(GREEN, null);
  }

  /** Lines over time. */
  static Panel lines(String title, String description) {
    return new Panel(Kind.TIMESERIES, title, description);
  }

  /** The newest value of each series, large, on a coloured ground. */
  static Panel stat(String title, String description) {
    return new Panel(Kind.STAT, title, description);
  }

  /** The newest value of each series, one row each, its labels as columns. */
  static Panel table(String title, String description) {
    return new Panel(Kind.TABLE, title, description);
  }

  /** A band for each series, coloured by state. */
  static Panel states(String title, String description) {
    return new Panel(Kind.STATE_TIMELINE, title, description);
  }

  /** The heading of the panels that follow. */
  static Panel heading(String title) {
    return new Panel(Kind.ROW, title, "").size(GRID, 1);
  }

  Panel query(String expression, String legend) {
    queries.add(new Query(expression, legend));
    return this;
  }

  /**
   * @param name of Grafana, such as {@code s}, {@code bytes}, {@code percentunit}, {@code ops}
   */
  Panel unit(String name) {
    unit = name;
    return this;
  }

  Panel size(int columns, int rows) {
    width = columns;
    height = rows;
    return this;
  }

  /** Orange from one value on, red from another. */
  Panel highIsBad(double orange, double red) {
    step(ORANGE, orange);
    step(RED, red);
    return this;
  }

  /** Red from a value on. */
  Panel highIsBad(double red) {
    step(RED, red);
    return this;
  }

  /** Red below one value, orange below another. */
  Panel lowIsBad(double red, double orange) {
    steps.removeAll();
    step(RED, null);
    step(ORANGE, red);
    step(GREEN, orange);
    return this;
  }

  /** Red below a value. */
  Panel lowIsBad(double red) {
    steps.removeAll();
    step(RED, null);
    step(GREEN, red);
    return this;
  }

  /** Shows a text, coloured, in place of a value. */
  Panel show(double value, String text, String color) {
    ObjectNode options = JSON.objectNode();
    options
        .putObject(String.valueOf(value).replaceAll("\\.0$", ""))
        .put("text", text)
        .put("color", color)
        .put("index", mappings.size());
    ObjectNode mapping = JSON.objectNode().put("type", "value");
    mapping.set("options", options);
    mappings.add(mapping);
    return this;
  }

  /** Sorts a table by a column; without it by value, lowest first. */
  Panel sorted(String column, boolean descending) {
    sortBy = column;
    highestFirst = descending;
    return this;
  }

  /** Links a section of docs/runbook.md. */
  Panel runbook(String anchor) {
    runbook = anchor;
    return this;
  }

  /** Says why no data is no fault. */
  Panel mayBeEmpty(String reason) {
    description = description + " " + MAY_BE_EMPTY + reason;
    return this;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  boolean isHeading() {
    return kind == Kind.ROW;
  }

  ObjectNode json(int id, int x, int y) {
    ObjectNode panel = JSON.objectNode();
    panel.put("id", id);
    panel.put("type", kind == Kind.STATE_TIMELINE ? "state-timeline" : kind.name().toLowerCase());
    panel.put("title", title);
    panel.putObject("gridPos").put("h", height).put("w", width).put("x", x).put("y", y);
    if (isHeading()) {
      panel.put("collapsed", false);
      panel.putArray("panels");
      return panel;
    }
    panel.put("description", description);
    panel.set("datasource", Dashboard.datasource());
    panel.set("targets", targets());
    panel.set("fieldConfig", fields());
    panel.set("options", options());
    if (kind == Kind.TABLE) {
      panel.set("transformations", columns());
    }
    if (!runbook.isEmpty()) {
      panel
          .putArray("links")
          .addObject()
          .put("title", "Runbook: " + runbook)
          .put("url", "${runbook}#" + runbook)
          .put("targetBlank", true);
    }
    return panel;
  }

  private void step(String color, Double from) {
    steps.addObject().put("color", color).put("value", from);
  }

  private ArrayNode targets() {
    ArrayNode targets = JSON.arrayNode();
    for (Query query : queries) {
      boolean newest = kind == Kind.TABLE || kind == Kind.STAT;
      ObjectNode target = targets.addObject();
      target.put("refId", String.valueOf((char) ('A' + targets.size() - 1)));
      target.set("datasource", Dashboard.datasource());
      target.put("editorMode", "code");
      target.put("expr", query.expression());
      target.put("legendFormat", query.legend());
      target.put("instant", newest);
      target.put("range", !newest);
      if (kind == Kind.TABLE) {
        target.put("format", "table");
      }
    }
    return targets;
  }

  private ObjectNode fields() {
    ObjectNode defaults = JSON.objectNode();
    defaults.put("unit", unit);
    defaults
        .putObject("color")
        .put("mode", kind == Kind.TIMESERIES ? "palette-classic" : "thresholds");
    defaults.putObject("thresholds").put("mode", "absolute").set("steps", steps);
    defaults.putArray("mappings").addAll(mappings);
    ObjectNode custom = defaults.putObject("custom");
    switch (kind) {
      case TIMESERIES -> {
        custom.put("lineWidth", 1).put("fillOpacity", 8).put("showPoints", "auto");
        custom.put("spanNulls", false).put("axisSoftMin", 0);
        custom.putObject("thresholdsStyle").put("mode", steps.size() > 1 ? "dashed" : "off");
      }
      case TABLE -> custom.putObject("cellOptions").put("type", "auto");
      case STATE_TIMELINE -> custom.put("lineWidth", 0).put("fillOpacity", 80);
      case STAT, ROW -> defaults.remove("custom");
    }
    ObjectNode fields = JSON.objectNode();
    fields.set("defaults", defaults);
    ArrayNode overrides = fields.putArray("overrides");
    if (kind == Kind.TABLE) {
      ObjectNode value = overrides.addObject();
      value.putObject("matcher").put("id", "byName").put("options", "Value");
      value
          .putArray("properties")
          .addObject()
          .put("id", "custom.cellOptions")
          .putObject("value")
          .put("type", "color-text");
    }
    return fields;
  }

  private ObjectNode options() {
    ObjectNode options = JSON.objectNode();
    switch (kind) {
      case TIMESERIES -> {
        ObjectNode legend = options.putObject("legend");
        legend.put("showLegend", true).put("displayMode", "list").put("placement", "bottom");
        legend.putArray("calcs");
        options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
      }
      case STAT -> {
        ObjectNode reduce = options.putObject("reduceOptions").put("values", false);
        reduce.putArray("calcs").add("lastNotNull");
        reduce.put("fields", "");
        options.put("colorMode", "background").put("graphMode", "none").put("textMode", "auto");
        options.put("justifyMode", "auto").put("orientation", "auto");
      }
      case TABLE -> {
        options.put("showHeader", true).put("cellHeight", "sm");
        options.putArray("sortBy").addObject().put("displayName", sortBy).put("desc", highestFirst);
      }
      case STATE_TIMELINE -> {
        options.put("showValue", "never").put("mergeValues", true).put("rowHeight", 0.85);
        options.putObject("legend").put("showLegend", true).put("displayMode", "list");
        options.putObject("tooltip").put("mode", "single");
      }
      case ROW -> throw new IllegalStateException("a heading has no options");
    }
    return options;
  }

  /** The time of a row is always now. */
  private ArrayNode columns() {
    ArrayNode transformations = JSON.arrayNode();
    ObjectNode organize = transformations.addObject().put("id", "organize").putObject("options");
    organize.putObject("excludeByName").put("Time", true);
    organize.putObject("indexByName");
    organize.putObject("renameByName");
    return transformations;
  }
}
