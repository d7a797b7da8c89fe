// The certificates that the operator has the runtime trust, beside those of the system.
import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";

const BEGIN = "-----BEGIN CERTIFICATE-----";
const CERTIFICATE = /^[\s\S]+?-----END CERTIFICATE-----/;

/** Whether a text begins with a certificate in PEM. */
function beginsWithCertificate(text) {
  try {
    return new X509Certificate(CERTIFICATE.exec(text)[0]).raw.length > 0;
  } catch {
    return false;
  }
}

/**
 * What is wrong with a file of certificates, or nothing. The launcher says nothing when there are none, and
 * passes over one that has no end; the runtime ends by itself at one that it cannot read.
 */
export async function whatIsWrongWith(path) {
  const text = await readFile(path, "utf8").catch((error) => error);
  if (text instanceof Error) return `cannot be read: ${text.message}`;
  const certificates = text.split(BEGIN).slice(1).map((rest) => BEGIN + rest);
  if (certificates.length === 0) return "has no certificate in PEM";
  const broken = certificates.findIndex((certificate) => !beginsWithCertificate(certificate));
  return broken === -1 ? undefined : `has a certificate that cannot be read, number ${broken + 1}`;
}
