// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;

/** Reads the settings and finds all faults at once. */
final class SettingsReader {
  private static final int HIGHEST_PORT = 65_535;
  private static final int LONGEST_GRACE = 3_600;
  private static final Pattern METRICS =
      Pattern.compile("(https?)://([^/\\s:@]+|\\[[0-9a-fA-F:.]+])(?::(\\d+)(?:-(\\d+))?)?(/\\S*)?");

  private final Map<Setting, String> values = new EnumMap<>(Setting.class);
  private final Map<Setting, String> names = new EnumMap<>(Setting.class);
  private final List<String> faults = new ArrayList<>();

  private SettingsReader() {}

  /**
   * Reads flags and environment.
   *
   * @throws InvalidSettings with every fault
   */
  static Settings read(String[] arguments, Map<String, String> environment) throws InvalidSettings {
    SettingsReader reader = new SettingsReader();
    reader.take(arguments, environment);
    Settings settings =
        new Settings(
            reader.values.get(Setting.BIND),
            reader.number(Setting.PORT, HIGHEST_PORT),
            Duration.ofSeconds(reader.number(Setting.GRACE, LONGEST_GRACE)),
            reader.flink(),
            reader.metrics(),
            reader.nats(),
            reader.credentials(),
            reader.streams(),
            reader.disk());
    if (!reader.faults.isEmpty()) {
      throw new InvalidSettings(reader.faults);
    }
    return settings;
  }

  private void take(String[] arguments, Map<String, String> environment) {
    for (Setting setting : Setting.values()) {
      values.put(setting, setting.standard());
      names.put(setting, setting.flag());
      setting.variables().stream()
          .filter(variable -> !environment.getOrDefault(variable, "").isBlank())
          .findFirst()
          .ifPresent(
              variable -> {
                values.put(setting, environment.get(variable).strip());
                names.put(setting, variable);
              });
    }
    for (int i = 0; i < arguments.length; i++) {
      String[] parts = arguments[i].split("=", 2);
      Optional<Setting> setting =
          Arrays.stream(Setting.values()).filter(one -> one.flag().equals(parts[0])).findFirst();
      if (setting.isEmpty()) {
        faults.add("there is no option " + parts[0]);
      } else if (parts.length == 2) {
        give(setting.get(), parts[1]);
      } else if (i + 1 < arguments.length) {
        i++;
        give(setting.get(), arguments[i]);
      } else {
        faults.add(parts[0] + " needs a value");
      }
    }
  }

  private void give(Setting setting, String value) {
    values.put(setting, value.strip());
    names.put(setting, setting.flag());
  }

  private void fault(Setting setting, String value, String needed) {
    faults.add(names.get(setting) + ": \"" + value + "\" is not " + needed);
  }

  private int number(Setting setting, int highest) {
    String value = values.get(setting);
    if (value.matches("\\d{1,6}") && Integer.parseInt(value) <= highest) {
      return Integer.parseInt(value);
    }
    fault(setting, value, "a whole number from 0 to " + highest);
    return 0;
  }

  private URI flink() {
    String value = values.get(Setting.FLINK);
    if (value.matches("https?://[^\\s@?#]+")) {
      try {
        URI uri = new URI(value.endsWith("/") ? value : value + "/");
        if (uri.getHost() != null) {
          return uri;
        }
      } catch (URISyntaxException e) {
        // Told below, with every other address that is none.
      }
    }
    fault(Setting.FLINK, value, "an address such as http://jobmanager:8081");
    return URI.create("http://127.0.0.1/");
  }

  private List<URI> metrics() {
    Set<URI> pages = new LinkedHashSet<>();
    for (String item : items(Setting.METRICS)) {
      Matcher parts = METRICS.matcher(item);
      if (!parts.matches() || !addPages(parts, pages)) {
        fault(
            Setting.METRICS,
            item,
            "an address such as http://taskmanager:9092 or http://taskmanager:9092-9095");
      }
    }
    if (pages.size() > MetricsTargets.MOST) {
      faults.add(names.get(Setting.METRICS) + ": more than " + MetricsTargets.MOST + " addresses");
    }
    return List.copyOf(pages);
  }

  private static boolean addPages(Matcher parts, Set<URI> pages) {
    String standard = parts.group(1).equals("https") ? "443" : "80";
    String first = parts.group(3) == null ? standard : parts.group(3);
    String last = parts.group(4) == null ? first : parts.group(4);
    if (first.length() > 5 || last.length() > 5) {
      return false;
    }
    int from = Integer.parseInt(first);
    int to = Integer.parseInt(last);
    String path =
        parts.group(5) == null || parts.group(5).equals("/") ? "/metrics" : parts.group(5);
    if (from < 1 || to > HIGHEST_PORT || to < from || to - from >= MetricsTargets.MOST) {
      return false;
    }
    try {
      for (int port = from; port <= to; port++) {
        pages.add(new URI(parts.group(1) + "://" + parts.group(2) + ":" + port + path));
      }
      return true;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** A refused address is not shown: it may hold a password. */
  private List<String> nats() {
    List<String> servers = items(Setting.NATS);
    for (String server : servers) {
      if (!server.matches("(nats|tls|opentls|ws|wss)://\\S+")) {
        faults.add(names.get(Setting.NATS) + ": not an address such as nats://nats:4222");
      } else if (server.contains("@") && names.get(Setting.NATS).startsWith("--")) {
        faults.add("--nats-url: credentials belong in MARKETPRISM_NATS_URL, not on a command line");
      }
    }
    return servers;
  }

  @Nullable
  private String credentials() {
    String file = values.get(Setting.NATS_CREDENTIALS);
    if (file.isEmpty()) {
      return null;
    }
    if (!Files.isReadable(Path.of(file))) {
      fault(Setting.NATS_CREDENTIALS, file, "a file that can be read");
    }
    return file;
  }

  private List<String> streams() {
    List<String> streams = items(Setting.STREAMS);
    for (String stream : streams) {
      if (!stream.matches("[A-Za-z0-9_-]{1,255}")) {
        fault(Setting.STREAMS, stream, "a stream's name");
      }
    }
    return streams;
  }

  private Path disk() {
    String value = values.get(Setting.DISK);
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      fault(Setting.DISK, value, "a path");
      return Path.of(".");
    }
  }

  private List<String> items(Setting setting) {
    List<String> items =
        Arrays.stream(values.get(setting).split(","))
            .map(String::strip)
            .filter(item -> !item.isEmpty())
            .toList();
    if (items.isEmpty()) {
      faults.add(names.get(setting) + ": needs at least one entry");
    }
    return items;
  }
}
