// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.process;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Gives orders to a {@link ProcessFaultAgent} in another JVM of the same user, through Java's
 * attach interface. Needs the module {@code jdk.attach}, which a JDK has.
 */
public final class ProcessFaults {
  private static final String CLASS_FILE =
      ProcessFaultAgent.class.getName().replace('.', '/') + ".class";

  private ProcessFaults() {}

  /**
   * Carries an order out and returns when it is done.
   *
   * @param pid the process
   * @param order as {@link ProcessFaultAgent} takes it
   * @throws IOException if there is no such JVM, if it lets nobody in, or if it failed there
   */
  public static void inflict(long pid, String order) throws IOException {
    Path jar = Files.createTempFile("process-fault", ".jar");
    try {
      writeAgent(jar);
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        machine.loadAgent(jar.toString(), order);
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
      throw new IOException("process " + pid + " did not carry out " + order + ": " + e, e);
    } finally {
      Files.delete(jar);
    }
  }

  /** A jar with the agent alone: nothing else of ours may get onto the other's class path. */
  private static void writeAgent(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Agent-Class", ProcessFaultAgent.class.getName());
    try (InputStream code = ProcessFaults.class.getResourceAsStream("/" + CLASS_FILE);
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry(CLASS_FILE));
      code.transferTo(out);
      out.closeEntry();
    }
  }
}
