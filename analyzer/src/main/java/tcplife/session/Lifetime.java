// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.time.ZoneId;
import tcplife.event.TcpState;

/** When a session began, was heard of last, and ended. */
public final class Lifetime {
  private final StatePath path;
  private boolean begun;
  private boolean hasWallTime;
  private boolean endLost;
  private long openedWall;
  private long closedWall;
  private long firstWall;
  private long stateWall;
  private long leftWall;
  private ZoneId zone;
  private long birth;
  private long latest;
  private long seenUntil;

  /**
   * @param path the session's: what is told here was added to it before
   */
  Lifetime(StatePath path) {
    this.path = path;
  }

  /** Its beginning was recorded. */
  void begin(long wall) {
    begun = true;
    openedWall = wall;
  }

  /** It made a transition, at a time of CLOCK_BOOTTIME, ns. */
  void transition(long time, WallClock clock) {
    latest = time;
    seenUntil = 0;
    stateWall = clock.wall(time);
    if (firstWall == 0) {
      firstWall = stateWall;
    }
    if (path.length() <= 2 || isClosed()) {
      tellTime(clock);
    }
    if (isClosed()) {
      closedWall = stateWall;
    }
  }

  /** An inventory found it, before anything else was known of it. */
  void found(long time, WallClock clock) {
    latest = time;
    firstWall = clock.wall(time);
    tellTime(clock);
  }

  /** It is there, as far as an inventory tells. */
  void seen() {
    seenUntil = 0;
  }

  private void tellTime(WallClock clock) {
    hasWallTime = clock.isSet();
    zone = clock.zone();
  }

  /**
   * What comes after a moment is not known of it: the recording ended, or another socket has its
   * ends now.
   *
   * @param time ns of CLOCK_BOOTTIME
   */
  void leftOpen(long time) {
    seenUntil = time;
  }

  /** The last recording of its boot ended, at a time of CLOCK_BOOTTIME, ns, and it was there. */
  void outlived(long time, WallClock clock) {
    leftOpen(time);
    leftWall = clock.wall(Math.max(time, latest));
  }

  /** Whether nothing was seen of it since it was left open. */
  boolean isLeftOpen() {
    return seenUntil != 0;
  }

  /** When it was left open, ns of CLOCK_BOOTTIME; 0 if it was not. */
  long seenUntil() {
    return seenUntil;
  }

  /** It was gone at a time of CLOCK_BOOTTIME, ns, and its CLOSE was not seen. */
  void endLost(long time, WallClock clock) {
    endLost = true;
    latest = time;
    tellTime(clock);
    closedWall = clock.wall(time);
  }

  /** A new state from which tcplife counts a session's time: a later one overwrites. */
  void born(long time) {
    birth = time;
  }

  /** Whether tcplife would have seen it: its beginning was recorded. */
  public boolean isBorn() {
    return birth != 0;
  }

  /** Whether its CLOSE was recorded. */
  public boolean isClosed() {
    return path.last() == TcpState.CLOSE;
  }

  /** Whether it ended, and its CLOSE was not seen. */
  public boolean isEndLost() {
    return endLost;
  }

  /** Whether it was there when the recording ended. */
  public boolean isOpen() {
    return !isClosed() && !endLost;
  }

  /** Since when transitions of it may have been lost, ns of CLOCK_BOOTTIME. */
  long beginning() {
    return begun ? path.time(0) : Long.MIN_VALUE;
  }

  /** When it began, ns of CLOCK_BOOTTIME; {@link StatePath#UNKNOWN} if before the recording. */
  public long opened() {
    return begun ? path.time(0) : StatePath.UNKNOWN;
  }

  /** When it began, ns since 1970-01-01T00:00Z; 0 if before the recording, or not known. */
  public long openedWall() {
    return hasWallTime ? openedWall : 0;
  }

  /**
   * When it closed, ns of CLOCK_BOOTTIME; if that was lost, when it was gone for certain; of an
   * open one, its latest transition.
   */
  public long close() {
    return latest;
  }

  /** When it closed, ns since 1970-01-01T00:00Z; 0 if that was not seen, or is not known. */
  public long closeWall() {
    return isClosed() && hasWallTime ? closedWall : 0;
  }

  /**
   * When it was gone for certain, ns since 1970-01-01T00:00Z, or of CLOCK_BOOTTIME if its recording
   * tells no wall time; of an open one the end of time.
   */
  public long goneWall() {
    return isOpen() ? Long.MAX_VALUE : closedWall;
  }

  /** Since when it is known, ns since 1970-01-01T00:00Z; 0 if that is not known. */
  public long seenFromWall() {
    return hasWallTime ? firstWall : 0;
  }

  /**
   * Until when it is known, ns since 1970-01-01T00:00Z: its close, or when it was gone for certain;
   * of one that is open when its recording ended. 0 if that is not known.
   */
  public long seenUntilWall() {
    return hasWallTime ? isOpen() ? leftWall : closedWall : 0;
  }

  /** When it came into its last state, ns since 1970-01-01T00:00Z; 0 if that was not seen. */
  public long stateWall() {
    return hasWallTime ? stateWall : 0;
  }

  /** The time zone of the host that recorded it. */
  public ZoneId zone() {
    return zone;
  }

  /** From its birth to its close, whole µs; never negative. */
  public long microseconds() {
    return Math.max(0, latest - birth) / 1000;
  }

  /** From its beginning, the connect included, to its close, ns; -1 if that is not known. */
  public long duration() {
    return isClosed() && opened() != StatePath.UNKNOWN ? Math.max(0, latest - opened()) : -1;
  }

  /** Of one left open: from its beginning to the recording's end, ns; -1 if that is not known. */
  public long age() {
    return !isOpen() || opened() == StatePath.UNKNOWN ? -1 : Math.max(0, seenUntil - opened());
  }
}
