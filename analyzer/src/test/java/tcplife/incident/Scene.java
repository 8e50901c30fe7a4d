// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tcplife.event.InventoryRecord;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;
import tcplife.fixture.SocketScript;

/** A made-up recording of one host, 10.0.0.1, told in seconds since its boot. */
final class Scene {
  /** The host was booted then, ns: 2026-06-01T12:00:00Z. */
  static final long NOON = 1_780_315_200L * 1_000_000_000;

  static final String HOST = "10.0.0.1";

  private static final int ECONNREFUSED = 111;

  private final CaptureScript script;
  private int lastPort = 40000;

  Scene() {
    this(begun(new CaptureScript(), NOON, 0));
  }

  /** The same host, booted anew so many hours later. */
  static Scene later(int hours) {
    return later(hours, 0);
  }

  /** The same boot, in a recording that begins so many seconds after it. */
  static Scene later(int hours, double seconds) {
    String boot = "00000000-0000-4000-8000-%012d".formatted(hours);
    return new Scene(begun(new CaptureScript(boot), NOON + hours * ns(3600), seconds));
  }

  /** A recording of the first boot that begins so many seconds after it. */
  static Scene since(double seconds) {
    return new Scene(begun(new CaptureScript(), NOON, seconds));
  }

  private static CaptureScript begun(CaptureScript script, long booted, double seconds) {
    return script.clock(ns(seconds), booted + ns(seconds), 0, "UTC");
  }

  private Scene(CaptureScript script) {
    this.script = script;
  }

  /** The same whenever it has the same name. */
  static CurrentTask task(String comm) {
    return new CurrentTask(1000 + Math.floorMod(comm.hashCode(), 1000), comm);
  }

  static long ns(double seconds) {
    return Math.round(seconds * 1e9);
  }

  CaptureScript script() {
    return script;
  }

  /** A socket that is to connect, from a port of its own. */
  SocketScript to(String remote, int port) {
    return script.socket(HOST, ++lastPort, remote, port);
  }

  /** A socket that is to be accepted, from a port of its own. */
  SocketScript from(String remote, int port) {
    return script.socket(HOST, port, remote, ++lastPort);
  }

  /** Connects at a time, and closes so much later. */
  Scene calls(String comm, String remote, int port, double at, double lasting, long sent) {
    return calls(comm, remote, port, at, lasting, sent, 0);
  }

  Scene calls(
      String comm, String remote, int port, double at, double lasting, long sent, long received) {
    Lifecycle.client(
        to(remote, port).payload(sent, received), ns(at), ns(at + lasting), task(comm));
    return this;
  }

  /** Is accepted at a time, and closed so much later. */
  Scene serves(String comm, String remote, int port, double at, double lasting) {
    Lifecycle.server(from(remote, port), ns(at), ns(at + lasting), task(comm));
    return this;
  }

  Scene refused(String comm, String remote, int port, double at) {
    to(remote, port)
        .to(TcpState.SYN_SENT, ns(at), task(comm))
        .error(ECONNREFUSED)
        .to(TcpState.CLOSE, ns(at) + 50_000, CurrentTask.BYSTANDER);
    return this;
  }

  /** Is not answered, and gives up after a second. */
  Scene silent(String comm, String remote, int port, double at) {
    to(remote, port)
        .to(TcpState.SYN_SENT, ns(at), task(comm))
        .to(TcpState.CLOSE, ns(at + 1), task(comm));
    return this;
  }

  /** Fails to connect before anything is sent. */
  Scene unsent(String comm, String remote, int port, double at) {
    to(remote, port)
        .unsent()
        .to(TcpState.SYN_SENT, ns(at), task(comm))
        .to(TcpState.CLOSE, ns(at), task(comm));
    return this;
  }

  /** Connects, and is left open. */
  SocketScript opens(String comm, String remote, int port, double at) {
    return to(remote, port)
        .to(TcpState.SYN_SENT, ns(at) - 10_000, task(comm))
        .to(TcpState.ESTABLISHED, ns(at), CurrentTask.BYSTANDER);
  }

  /** A socket that is to listen. */
  SocketScript listener(int port) {
    return script.socket("0.0.0.0", port, "0.0.0.0", 0);
  }

  /** An inventory that lasts a second and finds a listener: what it does not find is gone. */
  Scene inventory(double at) {
    listener(1).found(TcpState.LISTEN, ns(at + 0.5), task("init"));
    script.inventory(ns(at), InventoryRecord.BEGIN).inventory(ns(at + 1), InventoryRecord.END);
    return this;
  }

  /** Makes the capture. */
  Path write(Path capture) {
    return script.sort().write(capture);
  }

  /** Makes the capture of another host. */
  Path writeOf(String host, Path capture) {
    write(capture);
    Path manifest = capture.resolve("manifest.json");
    try {
      String text = Files.readString(manifest);
      Files.writeString(
          manifest, text.replaceFirst("(\"host\"\\s*:\\s*)\"host\"", "$1\"" + host + "\""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return capture;
  }

  /** Hunts in it; the capture is made the first time, in the directory. */
  Hunt hunt(Path directory, String name, String... parameters) {
    Path capture = directory.resolve("cap");
    if (Files.notExists(capture)) {
      script.sort().write(capture);
    }
    return Hunt.of(capture, name, parameters);
  }
}
