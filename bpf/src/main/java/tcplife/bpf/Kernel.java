// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

/** What the running kernel offers a recording. Needs no privilege. */
public final class Kernel {
  private Kernel() {}

  /**
   * Whether BTF-typed programs can attach to a tracepoint.
   *
   * @return 0 if so, else the errno: ENOENT (2) without the tracepoint or without BTF
   * @throws BridgeException if the native library cannot be loaded
   */
  public static int tracepointError(String name) {
    Bridge.load();
    return Bridge.targetError("tp_btf/" + name);
  }

  /**
   * Whether this kernel has what a hook attaches to. Of a classic tracepoint only an attempt tells.
   *
   * @throws BridgeException if the native library cannot be loaded
   */
  public static boolean has(Hook hook) {
    Bridge.load();
    return hook.section().startsWith("tp/") || Bridge.targetError(hook.section()) == 0;
  }
}
