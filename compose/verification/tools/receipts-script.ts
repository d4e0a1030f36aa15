import { JWS_SCRIPT } from './jws-script.ts';
import { WORK_FOLDER } from './shell.ts';

const SCRIPT = `${WORK_FOLDER}/receipts.sh`;

/** A line for each receipt of a bundle whose signature holds, in the order of the index. */
export const RECEIPTS = `${WORK_FOLDER}/receipts.tsv`;

/** What the signed objects of a bundle say, each under the name of its file, where their signatures hold. */
export const PAYLOADS = `${WORK_FOLDER}/payloads`;

const TEXT = `# sh receipts.sh: what the signed objects of the bundle say, and a table of its receipts
# path, digest, issuer, number among the issuer's, event, time, digests of those before it, role of the issuer, identifier, seconds since 1970
set -eu
bundle=${WORK_FOLDER}/bundle
mkdir -p ${PAYLOADS}
: > ${RECEIPTS}
jq -r '(.envelopes, .statements, .evidence)[].path' "$bundle/bundle.json" | while read -r path; do
  object=$bundle/$path
  sh ${JWS_SCRIPT} "$object" > /dev/null 2>&1 || continue
  said=${PAYLOADS}/$(basename "$path")
  jq -r .payload "$object" | tr -d '\\n' | basenc --base64url --decode 2>/dev/null > "$said" || true
  case $path in evidence/*) ;; *) continue ;; esac
  digest=$(jq -j '.protected + "." + .payload + "." + .signature' "$object" | sha256sum | cut -d ' ' -f 1)
  jq -r --arg path "$path" --arg digest "$digest" --slurpfile bundle "$bundle/bundle.json" '
    (.evidenceIssuerDetails.identity.attribute[] | select(.name | startswith("urn:")) | .name + ":" + .attributeValue[0]) as $issuer
    | (.extensions[] | select(.type == "urn:valija:chain:1")) as $chain
    | (if $issuer == $bundle[0].sender then "sender" elif $issuer == $bundle[0].recipient then "recipient" else "relay" end) as $role
    | [$path, $digest, $issuer, $chain.issuerSequence, (.erdsEventId | split("/") | last | split(":") | last), .eventTime,
       ($chain.previous | map(.evidenceDigest) | join(",")), $role, .evidenceIdentifier,
       (.eventTime | sub("\\\\.[0-9]+Z$"; "Z") | fromdateiso8601)]
    | @tsv' "$said" >> ${RECEIPTS} || true
done
`;

/** The command that writes the script and runs it; it needs the script for JWS. */
export const RECEIPTS_COMMAND = `cat > ${SCRIPT} <<'END_OF_SCRIPT'\n${TEXT}END_OF_SCRIPT\nsh ${SCRIPT}`;
