/** What a person who opens a bundle without our tool reads first. The same text in every bundle. */
export function bundleReadme(): string {
  return `PROOF BUNDLE

This file holds what is needed to check, without any network and without us, that one request travelled from one authority to
another: who sent it, which bytes, when, who received it, and that none of these statements was made up afterwards.

What is where
  bundle.json          Index: where everything is, with the SHA-256 of every file. It is not signed; believe nothing because it says so.
  package/             The signed package (ASiC-E with CAdES). Missing when its content is not meant for you: bundle.json then gives
                       its SHA-256, which all receipts repeat.
  package/archive/     What the long-term copy of the package (B-LTA) has in its META-INF folder in place of the package's own files:
                       signature with validation data, archive manifests, archive time-stamps.
  envelopes/           The signed headers under which the sealed package was sent (JWS with JAdES). They name the package's SHA-256.
  evidence/            The signed receipts (EN 319 522) in the order of events: A.1 accepted by the sender's gateway, B.1 received by
                       the recipient's gateway, D.1 available to the recipient, E.1 handed over; or the negative ones with reasons.
  statements/          Signed links between two sealings of the same package, when it had to be sealed again.
  logs/<n>/            One transparency log: its public key, signed checkpoints, and for each object a proof that it is in the log
                       (C2SP tlog-proof). The salt of each entry is in bundle.json. Where it was asked for, tile/entries holds every
                       entry of the log (C2SP tlog-tiles). successions holds the notes by which a log goes on for a former one.
  certificates/        Certificates by role, PEM.
  revocation/          Revocation lists and OCSP responses that were relied on, and those of the day of the bundle, DER.
  timestamps/          RFC 3161 tokens over the text of a checkpoint.
  trust/               The roots, certificates by role and log keys that the maker of this bundle trusts: trust.json, and the same
                       as PEM files and as a C2SP tlog-policy. Whoever makes a bundle can put anything here, so compare the SHA-256
                       of trust.json with one that both authorities published.

How to check it with common tools
  package content      unzip -l package.asice; sha256sum of each file against META-INF/ASiCManifest001.xml inside it
  package signature    openssl cms -verify -cades -binary -inform DER -in META-INF/signature001.p7s
                       -content META-INF/ASiCManifest001.xml -CAfile trust/roots.pem -purpose any -out /dev/null
  revocation           openssl crl -inform DER -noout -text -in revocation/1.crl
                       openssl ocsp -respin revocation/1.ocsp -resp_text -noverify
  receipts, headers    the signature is ECDSA with SHA-256 over protected "." payload, as base64url text, under the first certificate
                       of x5c in the protected header; any JOSE library does it
  digest of a receipt  SHA-256 of the text protected "." payload "." signature; receipts name one another by it
  log entry            the line "valija/<type>/1" with its line feed, then the 32 bytes SHA-256(salt then digest); salts are in bundle.json
  log proof            any tlog tool, for example golang.org/x/mod/sumdb/tlog: SHA-256(0x00 then entry) is the leaf
  time-stamps          openssl ts -verify -token_in -in T.tst -digest <hex> -CAfile trust/timestamp-roots.pem

What it shows and what it does not
  It shows that the holders of the certificates signed these statements, that the package existed before the time-stamp, and that the
  logs committed to the statements. It does not show that a person read the request, nor that what the request says is right.
`;
}

/** The same for the bundle of a conversation. */
export function conversationReadme(): string {
  return `PROOF BUNDLE OF A CONVERSATION

This file holds the proof bundles of several messages that belong together.

What is where
  conversation.json    Index: which messages, where the bundle of each is, and its SHA-256. It is not signed; believe nothing because it
                       says so. Each package says in its own request.json to which conversation it belongs.
  messages/            One proof bundle for each message, in the order in which the messages appeared. Each is complete: take it out with
                       unzip, and read the README.txt inside it.
`;
}
