// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

/** What is planted in an incident: how many of each, and where. */
final class Planted {
  static final int ELDERS = 3;
  static final int LODGERS = 4;
  static final int SCANNED_PORTS = 200;
  static final int SCANNED_SILENT = 60;
  static final int INFECTED = 30;
  static final int RETRIES = 300;
  static final int HASTY = 20;
  static final int ABORTED_BY_CLIENT = 400;
  static final int ABORTED_BY_SERVER = 120;
  static final int LEAKED = 30;
  static final int WAITING = 12;
  static final int STUCK = 25;
  static final int SLEEPERS = 4;
  static final int QUEUED = 3;
  static final int SERVED_AT_ONCE = 5;
  static final int CRAWLED = 6000;
  static final int POLLED = 1500;
  static final int FETCHED = 3500;
  static final int FETCHED_FROM = 40;
  static final int MOVED = 2;
  static final int STOLEN = 3;

  /** The first port that is scanned, and the only one of them that is open. */
  static final int FIRST_PORT = 1001;

  static final int OPEN_PORT = 1100;

  static final String BEACONED = "198.19.6.6";
  static final String CHATTED = "198.19.7.7";
  static final String STOLEN_TO = "198.19.66.66";
  static final String SLOW_SITE = "198.19.88.88";

  /** The first of the addresses that the worm tries. */
  static final String INFECTED_FROM = "198.19.50.1";

  private Planted() {}
}
