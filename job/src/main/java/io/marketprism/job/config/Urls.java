// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Node;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/** The types of values that name a place: endpoints, NATS servers, files. */
final class Urls {
  private static final List<String> NATS_SCHEMES = List.of("nats", "tls", "ws", "wss");

  private Urls() {}

  /** An endpoint with one of the schemes, without user info, query and trailing slash. */
  static ValueType<URI> endpoint(String... schemes) {
    List<String> known = List.of(schemes);
    return new ValueType.OfScalar<>(
        "URL", allowed(known), scalar -> withoutTrailingSlash(parse(scalar.text(), known, false)));
  }

  /** A NATS server; credentials in it are refused, because files and command lines are read. */
  static ValueType<String> natsServer() {
    return new ValueType.OfScalar<>(
        "URL",
        allowed(NATS_SCHEMES),
        scalar -> {
          parse(scalar.text(), NATS_SCHEMES, false);
          return scalar.text();
        });
  }

  /** A NATS server out of the environment, where credentials in it are allowed. */
  static ValueType<String> natsServerWithCredentials() {
    return new ValueType.OfScalar<>(
        "URL",
        allowed(NATS_SCHEMES),
        scalar -> {
          parse(scalar.text(), NATS_SCHEMES, true);
          return scalar.text();
        });
  }

  /**
   * An absolute path of a file that holds a secret; whether it exists shows on the TaskManager that
   * reads it. A refused value is not shown: it may be the secret itself.
   */
  static ValueType<String> secretFile() {
    return new ValueType.OfScalar<>(
        "file",
        "an absolute path",
        scalar -> {
          if (scalar.kind() != Node.Kind.TEXT || !scalar.text().startsWith("/")) {
            throw new BadValue("is not an absolute path (each TaskManager reads the file itself)");
          }
          return scalar.text();
        },
        false);
  }

  /**
   * An environment variable that holds a secret; whether it is set shows on the TaskManager. A
   * refused value is not shown, and few secrets look like the name of a variable.
   */
  static ValueType<String> secretVariable() {
    return new ValueType.OfScalar<>(
        "variable",
        "the name of an environment variable, A-Z 0-9 _",
        scalar -> {
          if (scalar.kind() != Node.Kind.TEXT || !scalar.text().matches("[A-Z_][A-Z0-9_]*")) {
            throw new BadValue("is not the name of a variable");
          }
          return scalar.text();
        },
        false);
  }

  private static String allowed(List<String> schemes) {
    return String.join(":// or ", schemes) + ":// with host and optional port";
  }

  private static URI parse(String text, List<String> schemes, boolean credentials) throws BadValue {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw new BadValue("is not a URL");
    }
    String scheme = url.getScheme();
    if (scheme == null || !schemes.contains(scheme.toLowerCase(Locale.ROOT))) {
      throw new BadValue("has another scheme");
    }
    if (url.getRawAuthority() != null && url.getRawAuthority().contains("@") && !credentials) {
      throw new BadValue("holds credentials, which belong in a file or the environment");
    }
    if (url.getHost() == null) {
      throw new BadValue("has no valid host");
    }
    if (url.getPort() == 0 || url.getPort() > 65_535) {
      throw new BadValue("has no valid port");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new BadValue("has a query or fragment");
    }
    return url;
  }

  private static URI withoutTrailingSlash(URI url) {
    String text = url.toString();
    return text.endsWith("/") ? URI.create(text.replaceFirst("/+$", "")) : url;
  }
}
