// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import tcplife.capture.SigningKey;

/** Pairs of keys in files, as openssl writes them. */
final class KeyFiles {
  private KeyFiles() {}

  /**
   * Makes a pair.
   *
   * @param file of the private key; that of the public one has ".pub" behind
   */
  static SigningKey make(Path file) throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    write(file, "PRIVATE", pair.getPrivate());
    write(file.resolveSibling(file.getFileName() + ".pub"), "PUBLIC", pair.getPublic());
    return SigningKey.read(file);
  }

  private static void write(Path file, String kind, Key key) throws IOException {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(key.getEncoded());
    Files.writeString(
        file, "-----BEGIN %1$s KEY-----\n%2$s\n-----END %1$s KEY-----\n".formatted(kind, base64));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
