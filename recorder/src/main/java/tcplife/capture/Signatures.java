// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** Signatures of seals: Ed25519 (RFC 8032), 64 bytes, then the public key (RFC 8410), DER. */
final class Signatures {
  static final String ALGORITHM = "Ed25519";
  static final int SIGNATURE_SIZE = 64;

  /** So many bytes has what is behind a seal: the key is 44 of them. */
  private static final int SIGNED_SIZE = SIGNATURE_SIZE + 44;

  private Signatures() {}

  /**
   * Whether a signature is of the text, by the key that it names. That has one form: Java takes a
   * key also with any bytes behind it, which would make others of one, and long ones.
   */
  static boolean isGood(byte[] text, byte[] signed) {
    if (signed.length != SIGNED_SIZE) {
      return false;
    }
    try {
      PublicKey key =
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(key(signed)));
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(text);
      return Arrays.equals(key.getEncoded(), key(signed))
          && signature.verify(signed, 0, SIGNATURE_SIZE);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static String publicKey(byte[] signed) {
    return signed.length < SIGNATURE_SIZE ? "" : Base64.getEncoder().encodeToString(key(signed));
  }

  private static byte[] key(byte[] signed) {
    return Arrays.copyOfRange(signed, SIGNATURE_SIZE, signed.length);
  }
}
