// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code tcplife ss} lists of moments at which the real ss was run. */
@Timeout(600)
class SocketsAtIT {
  private static final int MOMENTS = 20;
  private static final int HELD = 200;

  /** The kernel keeps some transitions from every BPF program: see MillionEventsIT. */
  private static final int MOST_STUCK = 5;

  /** What no transition of a socket shows. */
  private static final Set<String> UNSEEN = Set.of("TIME-WAIT", "SYN-RECV");

  @TempDir private Path directory;

  /** The real ss ran from one time to another, and listed this. */
  private record Listing(Instant from, Instant to, List<ListedSocket> sockets) {}

  @Test
  @DisplayName("At 20 random moments of a busy recording: the sockets that the real ss listed")
  void theSocketsOfTheRealSs() {
    Host.needRecording();
    Host.needTool("ss");
    long seed = System.nanoTime();
    System.out.println("seed of the moments: " + seed);
    Path held = directory.resolve("held");
    List<Listing> listings;
    Path capture;
    try (Program hold = hold(held);
        Recorder recorder = Recorder.start(directory);
        Program busy = Program.start(Host.TRAFFIC.toString(), "churn", "-t", "300")) {
      recorder.awaitInventory(); // before, who listened already is not known
      listings = listings(new Random(seed));
      assertTrue(busy.isAlive() && hold.isAlive());
      capture = recorder.stop();
    }
    SocketHistory history = SocketHistory.of(capture);
    int unseen = 0;
    for (Listing listing : listings) {
      unseen += compare(listing, ours(capture, listing.from()), history);
    }
    System.out.printf("in TIME-WAIT or half open, and so apart: %,d%n", unseen);
  }

  private static Program hold(Path ready) {
    Program hold =
        Program.start(
            Host.TRAFFIC.toString(), "hold", "-n", String.valueOf(HELD), "-r", ready.toString());
    hold.awaitFile(ready);
    return hold;
  }

  private static List<Listing> listings(Random random) {
    List<Listing> listings = new ArrayList<>();
    for (int i = 0; i < MOMENTS; i++) {
      LockSupport.parkNanos(random.nextInt(300) * 1_000_000L);
      Instant from = Instant.now();
      String said = Program.run("ss", "-Htan");
      listings.add(new Listing(from, Instant.now(), parse(said)));
    }
    return listings;
  }

  private static List<ListedSocket> ours(Path capture, Instant at) {
    String netns = "netns:" + SocketHistory.ownNamespace();
    try (Program ss = Program.start(Host.TCPLIFE, "ss", "-He", capture.toString(), "--at=" + at)) {
      ss.expectExit(0);
      return ss.output()
          .lines()
          .filter(line -> line.contains(netns + " "))
          .map(ListedSocket::parse)
          .toList();
    }
  }

  private static List<ListedSocket> parse(String said) {
    return said.lines().map(ListedSocket::parse).toList();
  }

  /** How many the real ss listed in states that no transition shows. */
  private static int compare(Listing listing, List<ListedSocket> ours, SocketHistory history) {
    Set<ListedSocket> listed = Set.copyOf(listing.sockets());
    List<ListedSocket> seen =
        listing.sockets().stream().filter(each -> !UNSEEN.contains(each.state())).toList();
    Set<ListedSocket> told = Set.copyOf(ours);
    List<ListedSocket> unknown =
        seen.stream()
            .filter(each -> !told.contains(each))
            .filter(each -> !history.wasSo(each, listing.from(), listing.to()))
            .filter(each -> !history.isOrphan(each, listing.to()))
            .toList();
    assertEquals(List.of(), unknown, "listed by ss only");
    Set<ListedSocket> missing =
        ours.stream()
            .filter(each -> history.stayedSo(each, listing.from(), listing.to()))
            .filter(each -> !listed.contains(each))
            .collect(Collectors.toSet());
    assertEquals(List.of(), missing.stream().filter(each -> !history.isStuck(each)).toList());
    assertTrue(missing.size() <= MOST_STUCK, () -> "listed by tcplife only: " + missing);
    long same = seen.stream().filter(told::contains).count();
    assertTrue(same >= 2 * HELD, () -> same + " sockets in both listings");
    assertFalse(told.isEmpty());
    return listing.sockets().size() - seen.size();
  }
}
