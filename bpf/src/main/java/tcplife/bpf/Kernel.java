// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

/** What the running kernel offers a recording. Needs no privilege. */
public final class Kernel {
  static {
    Bridge.load();
  }

  private Kernel() {}

  /**
   * Whether BTF-typed programs can attach to a tracepoint.
   *
   * @return 0 if so, else the errno: ENOENT (2) without the tracepoint or without BTF
   */
  public static int tracepointError(String name) {
    return Bridge.tracepointError(name);
  }
}
