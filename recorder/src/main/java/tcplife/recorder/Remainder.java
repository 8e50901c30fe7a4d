// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.util.concurrent.locks.LockSupport;
import tcplife.bpf.SessionProgram;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;

/** What is still to be moved when a recording is to end. */
final class Remainder {
  private static final long MILLISECOND = 1_000_000;

  /** How long to wait for runs of the program that were under way at the detaching, in ms. */
  private static final int LONGEST_SETTLING = 1000;

  /** How long such runs take at most where nothing can be moved, ms. */
  private static final int SETTLING = 100;

  /** How long to wait for what the survey is at, ms. */
  private static final int LONGEST_SURVEY = 5000;

  private final SessionProgram program;
  private final AccountedCycles cycles;
  private final Survey survey;

  Remainder(SessionProgram program, AccountedCycles cycles, Survey survey) {
    this.program = program;
    this.cycles = cycles;
    this.survey = survey;
  }

  /** Detaches the program, moves all that is left, and ends the cycle in order. */
  void move() {
    awaitSurvey();
    program.detach();
    for (int waited = 0; waited < LONGEST_SETTLING && !isSettled(); waited++) {
      // Not program.await, which would take note of signals.
      LockSupport.parkNanos(MILLISECOND);
    }
    awaitSurvey();
    cycles.appendLosses(LossRecord.RING_FULL);
    cycles.close(EndRecord.STOPPED);
  }

  /** An inventory must end before the program is detached: what it finds later began unseen. */
  private void awaitSurvey() {
    cycles.appendSurveyed();
    for (int waited = 0; waited < LONGEST_SURVEY && survey.isBusy(); waited++) {
      LockSupport.parkNanos(MILLISECOND);
      cycles.drain(false);
      cycles.appendSurveyed();
    }
  }

  private boolean isSettled() {
    while (cycles.drain(false)) {
      continue;
    }
    return cycles.isDrained();
  }

  /**
   * Ends the capture as far as that is possible; what is not in it yet is told to be lost.
   *
   * @param cause why, as a loss record has it
   */
  void giveUp(int cause) {
    program.detach();
    LockSupport.parkNanos(SETTLING * MILLISECOND);
    cycles.giveUp();
    cycles.look(cause);
    cycles.closePaused(EndRecord.STOPPED);
  }
}
