// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import tcplife.capture.Capture;
import tcplife.replay.WindowOptions;
import tcplife.session.CaptureSpan;
import tcplife.session.Window;

/** From when to when captures are queried. */
final class CaptureOptions {
  @Mixin private WindowOptions time;

  /** Opens captures as they are now, of which only those are queried that the time touches. */
  CaptureSet open(List<Path> directories) {
    List<Capture> opened = Capture.openAll(directories);
    List<Capture> captures = opened.stream().map(Capture::asOfNow).toList();
    if (!time.isGiven()) {
      return new CaptureSet(captures, Window.ALL);
    }
    List<CaptureSpan> spans = captures.stream().map(CaptureSpan::edges).toList();
    Window window = time.window(captures, spans);
    List<Capture> touched = new ArrayList<>();
    for (int i = 0; i < captures.size(); i++) {
      if (window.touches(spans.get(i).start(), spans.get(i).end())) {
        touched.add(captures.get(i));
      }
    }
    return new CaptureSet(touched, window);
  }
}
