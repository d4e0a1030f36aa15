/** Object identifiers by their ASN.1 name; the comment gives the document that assigns each group. */
export const OID = {
  // RFC 5652: CMS content types and attributes
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  countersignature: '1.2.840.113549.1.9.6',
  // RFC 5083, RFC 3161: further content types
  ctAuthEnvelopedData: '1.2.840.113549.1.9.16.1.23',
  ctTSTInfo: '1.2.840.113549.1.9.16.1.4',
  // RFC 5035, RFC 6211, EN 319 122-1: attributes of advanced signatures
  aaSigningCertificate: '1.2.840.113549.1.9.16.2.12',
  aaSigningCertificateV2: '1.2.840.113549.1.9.16.2.47',
  aaSignatureTimeStampToken: '1.2.840.113549.1.9.16.2.14',
  aaCMSAlgorithmProtect: '1.2.840.113549.1.9.52',
  // EN 319 122-1: archive time-stamps
  aaArchiveTimeStampV3: '0.4.0.1733.2.4',
  aaATSHashIndexV3: '0.4.0.19122.1.5',
  // RFC 5940: revocation information that is no list
  riOcspResponse: '1.3.6.1.5.5.7.16.2',
  // NIST: digests
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  // RFC 5480, RFC 5758: elliptic curves
  ecPublicKey: '1.2.840.10045.2.1',
  secp256r1: '1.2.840.10045.3.1.7',
  secp384r1: '1.3.132.0.34',
  ecdsaWithSHA256: '1.2.840.10045.4.3.2',
  ecdsaWithSHA384: '1.2.840.10045.4.3.3',
  ecdsaWithSHA512: '1.2.840.10045.4.3.4',
  // RFC 8017, RFC 4055: RSA
  rsaEncryption: '1.2.840.113549.1.1.1',
  rsaesOAEP: '1.2.840.113549.1.1.7',
  mgf1: '1.2.840.113549.1.1.8',
  pSpecified: '1.2.840.113549.1.1.9',
  rsassaPSS: '1.2.840.113549.1.1.10',
  sha256WithRSAEncryption: '1.2.840.113549.1.1.11',
  sha384WithRSAEncryption: '1.2.840.113549.1.1.12',
  sha512WithRSAEncryption: '1.2.840.113549.1.1.13',
  // RFC 8410
  ed25519: '1.3.101.112',
  // NIST: AES modes and key wrap
  aes128GCM: '2.16.840.1.101.3.4.1.6',
  aes256GCM: '2.16.840.1.101.3.4.1.46',
  aes256CBC: '2.16.840.1.101.3.4.1.42',
  aes256Wrap: '2.16.840.1.101.3.4.1.45',
  // RFC 5753: key agreement schemes
  dhSinglePassStdDHSha1kdf: '1.3.133.16.840.63.0.2',
  dhSinglePassStdDHSha256kdf: '1.3.132.1.11.1',
  dhSinglePassStdDHSha384kdf: '1.3.132.1.11.2',
  dhSinglePassStdDHSha512kdf: '1.3.132.1.11.3',
  // RFC 5280: extensions and purposes
  ceSubjectKeyIdentifier: '2.5.29.14',
  ceKeyUsage: '2.5.29.15',
  ceSubjectAltName: '2.5.29.17',
  ceBasicConstraints: '2.5.29.19',
  ceNameConstraints: '2.5.29.30',
  ceCRLDistributionPoints: '2.5.29.31',
  ceCertificatePolicies: '2.5.29.32',
  ceAuthorityKeyIdentifier: '2.5.29.35',
  ceExtKeyUsage: '2.5.29.37',
  anyExtendedKeyUsage: '2.5.29.37.0',
  kpServerAuth: '1.3.6.1.5.5.7.3.1',
  kpClientAuth: '1.3.6.1.5.5.7.3.2',
  kpEmailProtection: '1.3.6.1.5.5.7.3.4',
  kpTimeStamping: '1.3.6.1.5.5.7.3.8',
  kpOCSPSigning: '1.3.6.1.5.5.7.3.9',
  // RFC 6960, RFC 9654: certificate status
  pkixOcspBasic: '1.3.6.1.5.5.7.48.1.1',
  pkixOcspNonce: '1.3.6.1.5.5.7.48.1.2',
  pkixOcspNoCheck: '1.3.6.1.5.5.7.48.1.5',
  pkixOcspArchiveCutoff: '1.3.6.1.5.5.7.48.1.6',
  pkixOcspExtendedRevoke: '1.3.6.1.5.5.7.48.1.9',
  adOcsp: '1.3.6.1.5.5.7.48.1',
  // X.520: parts of names
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
  countryName: '2.5.4.6',
  localityName: '2.5.4.7',
  organizationName: '2.5.4.10',
  organizationalUnitName: '2.5.4.11',
  organizationIdentifier: '2.5.4.97',
} as const;
