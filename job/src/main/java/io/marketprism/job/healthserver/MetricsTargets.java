// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The pages behind the addresses that were configured. A name that stands for several hosts, as a
 * scaled service's does, is each of them; it is asked for anew each time.
 */
final class MetricsTargets {
  /** More TaskManagers than this are not looked at. */
  static final int MOST = 64;

  private final List<URI> configured;

  MetricsTargets(List<URI> configured) {
    this.configured = List.copyOf(configured);
  }

  /**
   * The addresses now; one whose name is not known stays as it is, and fails when it is fetched.
   */
  List<URI> resolve() {
    Set<URI> found = new LinkedHashSet<>();
    for (URI uri : configured) {
      found.addAll("http".equals(uri.getScheme()) ? hostsOf(uri) : List.of(uri));
    }
    return found.stream().limit(MOST).toList();
  }

  private static List<URI> hostsOf(URI uri) {
    try {
      List<InetAddress> all = Arrays.asList(InetAddress.getAllByName(uri.getHost()));
      // The same host usually has an address of each kind, and must not count twice.
      List<InetAddress> four = all.stream().filter(Inet4Address.class::isInstance).toList();
      List<URI> hosts = new ArrayList<>();
      for (InetAddress address : four.isEmpty() ? all : four) {
        String host = address.getHostAddress();
        String literal = host.contains(":") ? "[" + host.replaceFirst("%.*", "") + "]" : host;
        hosts.add(URI.create("http://" + literal + ":" + uri.getPort() + uri.getRawPath()));
      }
      return hosts;
    } catch (UnknownHostException e) {
      return List.of(uri);
    }
  }
}
