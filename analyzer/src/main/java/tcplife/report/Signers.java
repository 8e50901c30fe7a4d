// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tcplife.capture.Reason;
import tcplife.capture.SealedFile;
import tcplife.cli.Failure;

/** Who signed the seals of a capture, as far as that can be known. */
final class Signers {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]*)-----END PUBLIC KEY-----");

  /** A key's file has about 120 bytes. */
  private static final int LARGEST = 16 << 10;

  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param expected the key, as {@link #readKey} gives it, that all must be signed with; or null
   */
  Signers(Collection<SealedFile> sealed, String expected) {
    Set<String> keys = new TreeSet<>();
    int unsigned = 0;
    for (SealedFile each : sealed) {
      String wrong = wrong(each, expected);
      if (!wrong.isEmpty()) {
        findings.add(Finding.altered(each.file() + ": " + wrong));
      } else if (each.isSigned()) {
        keys.add(each.publicKey());
      } else {
        unsigned++;
      }
    }
    if (expected == null) {
      tell(sealed.size(), unsigned, keys);
    } else if (unsigned > 0) {
      findings.add(Finding.altered("cycles that are not signed: " + unsigned));
    } else if (!keys.isEmpty()) {
      findings.add(Finding.note("signed with the key that was given"));
    }
  }

  /** What is wrong with a signature, or with its lack; empty if nothing is. */
  private static String wrong(SealedFile sealed, String expected) {
    String named = sealed.seal().key();
    if (!sealed.isSigned()) {
      return named.isEmpty() ? "" : "its seal names the key that signed it, but it is not signed";
    } else if (!sealed.isSignatureGood()) {
      return "its signature is not of its seal";
    } else if (!named.isEmpty() && !sealed.publicKey().equals(named)) {
      return "signed with another key than its seal names";
    } else if (expected != null && !sealed.publicKey().equals(expected)) {
      return "signed with another key";
    }
    return "";
  }

  private void tell(int seals, int unsigned, Set<String> keys) {
    if (unsigned > 0) {
      findings.add(
          Finding.note(
              "%s: the seals fit each other, which does not show who made them"
                  .formatted(unsigned == seals ? "not signed" : "not all signed")));
    }
    for (String key : keys) {
      findings.add(Finding.note("signed with the key " + key + ": whose it is, is not known here"));
    }
  }

  List<Finding> findings() {
    return findings;
  }

  /**
   * Reads a public key, PEM, as {@code openssl pkey -pubout} writes it.
   *
   * @return the key's DER as base64
   * @throws Failure if there is none
   */
  static String readKey(Path file) {
    try (var in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(LARGEST), StandardCharsets.US_ASCII);
      Matcher pem = PEM.matcher(text);
      if (pem.find()) {
        return pem.group(1).replaceAll("\\s", "");
      }
    } catch (IOException e) {
      throw new Failure(file + ": cannot be read: " + Reason.of(e));
    }
    throw new Failure(file + ": not a public key (openssl pkey -pubout writes one)");
  }
}
