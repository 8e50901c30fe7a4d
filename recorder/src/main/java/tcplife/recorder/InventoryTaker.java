// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import tcplife.bpf.BridgeException;
import tcplife.bpf.Host;
import tcplife.bpf.Ids;
import tcplife.bpf.Inventory;
import tcplife.event.InventoryRecord;
import tcplife.event.NameRecord;

/**
 * Writes an inventory: its begin, every process, every open socket by who holds it, the sockets
 * that nobody holds, its end. The processes come first: one that is born later is recorded as it
 * is, and one that a socket names was there before. Before the sockets are looked for, each gets
 * its cookie.
 */
final class InventoryTaker {
  private final Inventory inventory;
  private final RecordBlocks blocks;
  private final Consumer<long[]> ids;

  /** Network namespaces that something is in, and in which nobody's sockets were not looked for. */
  private final Set<Long> unseen = new HashSet<>();

  /**
   * @param ids told which users, cgroups and namespaces were met, as {@link Inventory#newIds} does
   */
  InventoryTaker(Inventory inventory, RecordBlocks blocks, Consumer<long[]> ids) {
    this.inventory = inventory;
    this.blocks = blocks;
    this.ids = ids;
  }

  /**
   * Takes one.
   *
   * @return how many open sockets it found
   * @throws BridgeException if the kernel fails; there is no end record then
   */
  int take() {
    inventory.restart();
    mark(new InventoryRecord(now(), InventoryRecord.BEGIN, 0, false));
    inventory.beginProcesses();
    readAll();
    inventory.beginCookies(null);
    readAll();
    NetworkNamespaces.others().values().forEach(each -> enter(inventory::beginCookies, each));
    inventory.beginFiles();
    readAll();
    inventory.beginSockets(null);
    readAll();
    NetworkNamespaces.own().ifPresent(unseen::remove);
    NetworkNamespaces.others().forEach(this::takeSockets);
    int found = inventory.openSockets();
    mark(new InventoryRecord(now(), InventoryRecord.END, found, !unseen.isEmpty()));
    blocks.finish();
    return found;
  }

  private void takeSockets(long inode, Path namespace) {
    if (enter(inventory::beginSockets, namespace)) {
      unseen.remove(inode);
    }
  }

  /** Makes a pass in a network namespace; false if it is not to be entered. */
  private boolean enter(Consumer<Path> begin, Path namespace) {
    try {
      begin.accept(namespace);
    } catch (BridgeException e) {
      return false; // it is gone by now, or this process lacks CAP_SYS_ADMIN, which `check` tells
    }
    readAll();
    return true;
  }

  private void readAll() {
    while (inventory.read(blocks.room(Inventory.LEAST_ROOM))) {
      long[] met = inventory.newIds();
      if (met != null) {
        ids.accept(met);
        note(met);
      }
    }
  }

  private void note(long[] met) {
    for (long packed : met) {
      if (Ids.what(packed) == NameRecord.NETNS) {
        unseen.add(Ids.id(packed));
      }
    }
  }

  private static long now() {
    return Host.clockPair()[0];
  }

  private void mark(InventoryRecord record) {
    blocks.add(InventoryRecord.SIZE, record::write);
  }
}
