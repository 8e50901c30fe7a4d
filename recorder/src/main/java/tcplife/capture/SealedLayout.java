// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

/**
 * The file of a sealed cycle: a head, blocks of batches, a seal, and a signature if the recorder
 * had a key. Little-endian; each CRC is CRC32C (RFC 3720, B.4).
 *
 * <pre>
 *    0         4    6    8         12        16
 *   +---------+----+----+---------+---------+
 *   | "TCAP"  |ver.| 0  | cycle   | 0       |   head
 *   +---------+----+----+---------+---------+
 * 16| capture's id: UUID, as its text reads |
 *   +---------------------------------------+
 *
 *   +---------+---------+---------+---------+
 *   | "TCBK"  | payload | content | batches |   block: "payload" bytes follow, which are
 *   +---------+---------+---------+---------+   "content" bytes of batches: ColumnLayout
 * 16| lowest time       | highest time      |
 *   +---------+---------+-------------------+
 * 32| CRC     | payload                         of the block but this CRC
 *   +---------+---------
 *
 *   +---------+---------+---------+---------
 *   | "TCSL"  | length  | CRC     | text        seal, and signature ("TCSG"): CRC of what
 *   +---------+---------+---------+---------    follows
 * </pre>
 */
final class SealedLayout {
  static final int HEAD_MAGIC = 0x50414354;
  static final int VERSION = 1;
  static final int HEAD_SIZE = 32;
  static final int HEAD_CYCLE = 8;
  static final int HEAD_CAPTURE = 16;

  static final int BLOCK_MAGIC = 0x4b424354;
  static final int PAYLOAD = 4;
  static final int CONTENT = PAYLOAD + Integer.BYTES;
  static final int BATCHES = CONTENT + Integer.BYTES;
  static final int LOWEST = BATCHES + Integer.BYTES;
  static final int HIGHEST = LOWEST + Long.BYTES;
  static final int BLOCK_CRC = HIGHEST + Long.BYTES;
  static final int BLOCK_HEADER = BLOCK_CRC + Integer.BYTES;

  /** Batches of a block have so many bytes at most. */
  static final int LARGEST_CONTENT = 4 << 20;

  /** A payload has so many bytes at most: what cannot be made smaller grows a little. */
  static final int LARGEST_PAYLOAD = 2 * LARGEST_CONTENT + (64 << 10);

  static final int SEAL_MAGIC = 0x4c534354;
  static final int SIGNATURE_MAGIC = 0x47534354;
  static final int TEXT_LENGTH = 4;
  static final int TEXT_CRC = TEXT_LENGTH + Integer.BYTES;
  static final int TEXT_HEADER = TEXT_CRC + Integer.BYTES;

  /** A seal's text has so many bytes at most. */
  static final int LARGEST_SEAL = 64 << 10;

  private SealedLayout() {}
}
