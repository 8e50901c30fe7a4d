// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A running tcplife of libbpf-tools. It finds its tracepoint in tracefs, which it gets in a mount
 * namespace of its own, so that the host's mounts stay as they are.
 */
final class Peer implements AutoCloseable {
  private static final List<String> HEADER =
      List.of("PID", "COMM", "LADDR", "LPORT", "RADDR", "RPORT", "TX_KB", "RX_KB", "MS");
  private static final Pattern SKIPPED =
      Pattern.compile("^recursion_misses:\\s+(\\d+)$", Pattern.MULTILINE);
  private static final Pattern LOST = Pattern.compile("^lost (\\d+) events", Pattern.MULTILINE);

  private final Program program;
  private long skippedRuns;

  private Peer() {
    String tracefs = "/sys/kernel/tracing";
    String mount = "mountpoint -q %s || mount -t tracefs tracefs %s".formatted(tracefs, tracefs);
    String run = "exec stdbuf -oL " + Host.PEER + " -w";
    program = Program.start("unshare", "--mount", "sh", "-e", "-c", mount + "\n" + run);
  }

  /** Starts it; when this returns, it is attached. */
  static Peer start() {
    Peer peer = new Peer();
    try {
      peer.awaitProbe();
      peer.checkHeader();
      return peer;
    } catch (AssertionError e) {
      peer.close();
      throw e;
    }
  }

  private void checkHeader() {
    String header = program.output().lines().findFirst().orElseThrow();
    if (!List.of(header.split(" +")).equals(HEADER)) {
      throw new AssertionError("not the header of libbpf-tools' tcplife: " + header);
    }
  }

  /** Makes connections until one is printed: then what came before has been printed too. */
  private void awaitProbe() {
    Set<Ends> probes = new HashSet<>();
    Await.until(
        "the peer prints a session",
        () -> {
          if (!program.isAlive()) {
            throw new AssertionError("the peer ended: " + program.errors());
          }
          probes.add(probe());
          return PrintedSession.ofPeer(program.output()).stream()
              .anyMatch(row -> probes.contains(row.ends().unmapped()));
        });
  }

  private static Ends probe() {
    String loopback = "127.0.0.1";
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(loopback));
        Socket client = new Socket(loopback, server.getLocalPort())) {
      server.accept().close();
      client.getInputStream().read();
      return new Ends(loopback, client.getLocalPort(), loopback, server.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it as Ctrl-C does, and returns what it printed. */
  List<PrintedSession> stop() {
    awaitProbe();
    skippedRuns = readSkippedRuns();
    program.interrupt();
    program.expectExit(0);
    return PrintedSession.ofPeer(program.output());
  }

  /** How often the kernel did not run its program: it was running on that CPU already. */
  long skippedRuns() {
    return skippedRuns;
  }

  private long readSkippedRuns() {
    long skipped = 0;
    Path descriptors = Path.of("/proc/" + program.pid() + "/fdinfo");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(descriptors)) {
      for (Path file : files) {
        skipped += sum(SKIPPED, Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return skipped;
  }

  /** How many rows its buffer had no room for. */
  long lostRows() {
    return sum(LOST, program.errors());
  }

  private static long sum(Pattern pattern, String text) {
    return pattern.matcher(text).results().mapToLong(match -> Long.parseLong(match.group(1))).sum();
  }

  @Override
  public void close() {
    program.close();
  }
}
