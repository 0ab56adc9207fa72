// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Faults;
import io.marketprism.job.config.source.Node;
import io.marketprism.job.config.source.Origin;
import io.marketprism.job.config.source.Overrides;
import io.marketprism.job.config.source.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Loads a configuration: the YAML file, laid over by {@code --set} overrides and, for the NATS
 * servers only, by the environment.
 *
 * <pre>{@code
 * CollectorConfig config =
 *     CollectorConfigLoader.load(
 *         Path.of("conf/collector.yaml"), List.of("publish.depth=50"), System.getenv());
 * }</pre>
 *
 * <p>Every key is read or refused. All faults are reported at once, at the submission of the job.
 * Holds no state, so any thread may call it.
 */
public final class CollectorConfigLoader {
  private static final int MAX_FILE_BYTES = 1 << 20;

  private CollectorConfigLoader() {}

  /**
   * Loads a file.
   *
   * @param file a YAML file in UTF-8 of at most 1 MiB
   * @param sets overrides such as {@code publish.depth=50}; later ones win
   * @param env the environment, of which {@code MARKETPRISM_NATS_URL} and {@code NATS_URL} are read
   * @throws InvalidConfiguration if the file cannot be read or anything in it is wrong; its message
   *     lists all faults
   */
  public static CollectorConfig load(Path file, List<String> sets, Map<String, String> env) {
    return parse(textOf(file), file.toString(), sets, env);
  }

  /**
   * As {@link #load(Path, List, Map)}, from a text.
   *
   * @param source the text's name in messages
   * @throws InvalidConfiguration if anything is wrong; its message lists all faults
   */
  public static CollectorConfig parse(
      String yaml, String source, List<String> sets, Map<String, String> env) {
    return ConfigAssembly.assemble(settings(yaml, source, sets, env));
  }

  /** The checked values of all options. */
  static Settings settings(String yaml, String source, List<String> sets, Map<String, String> env) {
    Faults faults = new Faults();
    Node.Mapping given = Overrides.apply(root(yaml, source, faults), sets, faults);
    KnownKeys.check(given, faults);
    Settings settings = Settings.read(given, faults);
    NatsAddress.applyEnvironment(settings, env, faults);
    Consistency.check(settings, faults);
    if (!faults.isEmpty()) {
      throw new InvalidConfiguration(faults.inReadingOrder());
    }
    return settings;
  }

  /** The root section. A text that is no YAML at all ends here: what it lacks says nothing more. */
  private static Node.Mapping root(String yaml, String source, Faults faults) {
    Node root =
        YamlReader.read(yaml, line -> new Origin(source, line), faults)
            .orElseThrow(() -> new InvalidConfiguration(faults.inReadingOrder()));
    if (root instanceof Node.Mapping mapping) {
      return mapping;
    }
    boolean empty = root instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NOTHING;
    if (!empty) {
      faults.add("", root.origin(), root.shown() + " is given; sections with keys are needed");
      throw new InvalidConfiguration(faults.inReadingOrder());
    }
    return Node.Mapping.empty(root.origin());
  }

  private static String textOf(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw unreadable(file, "is larger than 1 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw unreadable(file, "does not exist");
    } catch (CharacterCodingException e) {
      throw unreadable(file, "is not text in UTF-8");
    } catch (IOException e) {
      throw unreadable(file, "cannot be read: " + e.getMessage());
    }
  }

  private static InvalidConfiguration unreadable(Path file, String problem) {
    Faults faults = new Faults();
    faults.add("", Origin.of(file.toString()), problem);
    return new InvalidConfiguration(faults.inReadingOrder());
  }
}
