// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;

/** A key that seals are signed with: of Ed25519, as {@code openssl genpkey} writes it. */
public final class SigningKey {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  /** A key's file has about 120 bytes. */
  private static final int LARGEST = 16 << 10;

  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final KeyPair keys;

  private SigningKey(KeyPair keys) {
    this.keys = keys;
  }

  /**
   * Reads a key: PKCS#8, PEM.
   *
   * @throws CaptureException if there is none, or others than its owner may read or write it
   */
  public static SigningKey read(Path file) {
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        throw new CaptureException(file + ": others may read this key; chmod 600 keeps them out");
      }
      return new SigningKey(keys(pem(file)));
    } catch (IOException e) {
      throw new CaptureException(file + ": cannot be read: " + Reason.of(e), e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new CaptureException(
          file + ": not a private key of Ed25519 (openssl genpkey -algorithm ed25519 makes one)",
          e);
    }
  }

  private static byte[] pem(Path file) throws IOException {
    String text;
    try (var in = Files.newInputStream(file)) {
      text = new String(in.readNBytes(LARGEST), StandardCharsets.US_ASCII);
    }
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("no PEM");
    }
    return Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
  }

  /**
   * The pair of a private key. Java has no call for the public one of a given private key; its
   * generator makes the pair of the 32 bytes that its source of randomness gives.
   */
  private static KeyPair keys(byte[] pkcs8) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance(Signatures.ALGORITHM);
    EdECPrivateKey key = (EdECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    KeyPairGenerator generator = KeyPairGenerator.getInstance(Signatures.ALGORITHM);
    byte[] bytes = key.getBytes().orElseThrow(() -> new IllegalArgumentException("no key"));
    generator.initialize(255, new Given(bytes));
    KeyPair pair = generator.generateKeyPair();
    if (!pair.getPrivate().equals(key)) {
      throw new GeneralSecurityException("this Java makes another pair");
    }
    return pair;
  }

  /** The public key: X.509 SubjectPublicKeyInfo, DER, as base64. */
  String publicKey() {
    return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
  }

  /** Signature and public key, as they stand behind a seal. */
  byte[] sign(byte[] text) {
    try {
      Signature signature = Signature.getInstance(Signatures.ALGORITHM);
      signature.initSign(keys.getPrivate());
      signature.update(text);
      byte[] signed = signature.sign();
      byte[] key = keys.getPublic().getEncoded();
      byte[] both = java.util.Arrays.copyOf(signed, signed.length + key.length);
      System.arraycopy(key, 0, both, signed.length, key.length);
      return both;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // the key was proved when it was read
    }
  }

  /** Gives the bytes that it was made with. */
  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] given;

    Given(byte[] given) {
      this.given = given;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(given, 0, bytes, 0, bytes.length);
    }
  }
}
