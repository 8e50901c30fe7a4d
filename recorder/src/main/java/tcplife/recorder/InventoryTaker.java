// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.file.Path;
import java.util.function.Consumer;
import tcplife.bpf.BridgeException;
import tcplife.bpf.Host;
import tcplife.bpf.Inventory;
import tcplife.event.InventoryRecord;

/**
 * Writes an inventory: its begin, every process, every open socket by who holds it, the sockets
 * that nobody holds, its end. The processes come first: one that is born later is recorded as it
 * is, and one that a socket names was there before.
 */
final class InventoryTaker {
  private final Inventory inventory;
  private final RecordBlocks blocks;
  private final Consumer<long[]> ids;

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
    mark(InventoryRecord.BEGIN, 0);
    inventory.beginProcesses();
    readAll();
    inventory.beginFiles();
    readAll();
    inventory.beginSockets();
    readAll();
    NetworkNamespaces.others().values().forEach(this::takeSockets);
    int found = inventory.openSockets();
    mark(InventoryRecord.END, found);
    blocks.finish();
    return found;
  }

  private void takeSockets(Path namespace) {
    try {
      inventory.beginSockets(namespace);
    } catch (BridgeException e) {
      return; // it is gone by now, or this process lacks CAP_SYS_ADMIN, which `check` tells
    }
    readAll();
  }

  private void readAll() {
    while (inventory.read(blocks.room(Inventory.LEAST_ROOM))) {
      long[] met = inventory.newIds();
      if (met != null) {
        ids.accept(met);
      }
    }
  }

  private void mark(int phase, int found) {
    InventoryRecord record = new InventoryRecord(Host.clockPair()[0], phase, found);
    blocks.add(InventoryRecord.SIZE, record::write);
  }
}
