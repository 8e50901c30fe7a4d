// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.nio.ByteBuffer;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.NewCapture;

/** Takes the JSON lines that {@code tcplife events --json} prints. */
final class JsonImporter implements Importer {
  private final RecordBuilder builder = new RecordBuilder();
  private String host;

  @Override
  public void take(byte[] line, NewCapture capture) {
    FieldReader fields = JsonReader.read(line);
    Object kind = fields.take("kind");
    if (RecordPrinter.RECORDING.equals(kind)) {
      of(RecordBuilder.text(fields, "host"));
      capture.startRecording(RecordBuilder.recording(fields));
      return;
    }
    ByteBuffer record = builder.build(kind, fields);
    if (host == null) {
      of("");
      capture.startRecording(Recording.UNKNOWN);
    }
    capture.append(record, 0);
  }

  private void of(String given) {
    if (host != null && !host.equals(given)) {
      throw new BadLineException(
          "a recording of host '%s' in a capture of host '%s'"
              .formatted(ByteText.of(given), ByteText.of(host)));
    }
    host = given;
  }

  @Override
  public void end(NewCapture capture) {
    // The lines say how the recording ended, or do not.
  }

  @Override
  public String host() {
    return host == null ? "" : host;
  }
}
