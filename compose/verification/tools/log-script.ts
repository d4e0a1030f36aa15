import { RECEIPTS } from './receipts-script.ts';
import { WORK_FOLDER } from './shell.ts';

/** Checks what logs prove with jq, sha256sum, basenc and openssl; its arguments are told in its own text. */
export const LOG_SCRIPT = `${WORK_FOLDER}/log.sh`;

/** Keys of witnesses that count, a line each: in whose hands, and the verifier key. */
export const WITNESSES = `${WORK_FOLDER}/witnesses.tsv`;

const TEXT = `# sh log.sh key AUTHORITY TRUST   | are the keys of its logs those of the trust file?
# sh log.sh state CHECKPOINT      | did the log sign this checkpoint, and do the cosignatures on it hold?
# sh log.sh inclusion PROOF       | is the object in the log? (RFC 9162 section 2.1.3.2)
# sh log.sh coverage RECEIPT      | is the receipt in the log of its issuer?
# sh log.sh consistency ONE OTHER | does the later state hold all of the earlier one? (RFC 9162 section 2.1.4.2)
# sh log.sh witness AUTHORITY     | did a witness cosign a state that holds all that is proven to be in its logs? (C2SP tlog-cosignature)
set -eu
export LC_ALL=C
bundle=${WORK_FOLDER}/bundle
index=$bundle/bundle.json
out=${WORK_FOLDER}/log
hexadecimal() { od -An -v -tx1 | tr -d ' \\n'; }
octets() { tr a-f A-F | basenc --base16 --decode; }
hash() { printf %s "$1" | octets | sha256sum | cut -d ' ' -f 1; }
fail() { echo "$1" >&2; exit 1; }
# The text of a note, which is what is signed; then origin, size and root of a checkpoint.
text() { sed '/^$/,$d' "$1"; }
origin() { sed -n 1p "$1"; }
size() { sed -n 2p "$1"; }
root() { sed -n 3p "$1" | base64 -d | hexadecimal; }
# Logs of the index under this origin.
logs() { jq -c --arg o "$1+" '.logs[] | select(.verifierKey | startswith($o))' "$index"; }

# signed NOTE KEY: does the note bear the signature of this verifier key (C2SP signed-note)? A cosignature has its time before it. 2: it has none.
signed() {
  name=\${2%%+*} rest=\${2#*+}
  kind=$(printf %s "\${rest#*+}" | base64 -d | head -c 1 | hexadecimal)
  { printf 302A300506032B6570032100 | basenc --base16 --decode; printf %s "\${rest#*+}" | base64 -d | tail -c 32; } > "$out.key"
  for signature in $(awk -v name="$name" '$1 == "\\342\\200\\224" && $2 == name { print $3 }' "$1"); do
    printf %s "$signature" | base64 -d > "$out.line"
    identifier=$(head -c 4 "$out.line" | hexadecimal)
    test "$identifier" = "\${rest%%+*}" || continue
    tail -c 64 "$out.line" > "$out.signature"
    { if test "$kind" = 04; then printf 'cosignature/v1\\ntime %d\\n' "0x$(tail -c +5 "$out.line" | head -c 8 | hexadecimal)"; fi; text "$1"; } > "$out.signed"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$out.key" -rawin -in "$out.signed" -sigfile "$out.signature" > /dev/null 2>&1
    return
  done
  return 2
}

# A state is a checkpoint in a file, or one that a signed object quotes.
state() {
  case $1 in
    *'#latestCheckpointSeenOfPeer')
      said=\${1%#*}
      jq -j '[.. | .latestCheckpointSeenOfPeer? // empty][0]' "${WORK_FOLDER}/payloads/\${said##*/}" > "$2" ;;
    *) cat "$bundle/$1" > "$2" ;;
  esac
}

inclusion() {
  found=$(jq -c --arg p "$1" '.logs[] | .verifierKey as $key | .proofs[] | select(.path == $p) | {key: $key, type, salt, digest}' "$index")
  value() { printf %s "$found" | jq -r ".$1"; }
  proof=$bundle/$1
  test "$(sed -n 1p "$proof")" = c2sp.org/tlog-proof@v1
  sed '1,/^$/d' "$proof" > "$out.checkpoint"
  signed "$out.checkpoint" "$(value key)" || fail 'the log did not sign the checkpoint of the proof'
  committed=$(hash "$(value salt)$(value digest)")
  running=$(hash "00$(printf 'valija/%s/1\\n' "$(value type)" | hexadecimal)$committed")
  position=$(sed -n '/^$/q; s/^index //p' "$proof")
  last=$(($(size "$out.checkpoint") - 1))
  for sibling in $(sed '/^$/,$d; 1d; /^extra /d; /^index /d' "$proof"); do
    test "$last" -gt 0 || fail 'the proof is too long'
    sibling=$(printf %s "$sibling" | base64 -d | hexadecimal)
    if test $((position & 1)) = 1 || test "$position" = "$last"; then
      running=$(hash "01$sibling$running")
      while test $((position & 1)) = 0 && test "$position" != 0; do position=$((position >> 1)) last=$((last >> 1)); done
    else running=$(hash "01$running$sibling"); fi
    position=$((position >> 1)) last=$((last >> 1))
  done
  test "$last" = 0 || fail 'the proof is too short'
  test "$running" = "$(root "$out.checkpoint")" || fail 'the entry does not lead to the root'
  echo "proven to be in $(origin "$out.checkpoint") before entry $(size "$out.checkpoint")"
}

consistency() {
  log=$(logs "$(origin "$1")")
  key=$(printf %s "$log" | jq -r .verifierKey)
  signed "$1" "$key" && signed "$2" "$key" || fail 'the log did not sign both states'
  from=$(size "$1") to=$(size "$2")
  test "$from" -gt 0 || return 0
  if test "$from" = "$to"; then test "$(root "$1")" = "$(root "$2")" || fail 'two roots for one size'; return 0; fi
  path=$(printf %s "$log" | jq -r --argjson f "$from" --argjson t "$to" '[.consistency[] | select(.fromSize == $f and .toSize == $t) | .path][0] // empty')
  test -n "$path" || fail 'there is no proof from one to the other'
  hashes=$(while read -r line; do printf %s "$line" | base64 -d | hexadecimal; echo; done < "$bundle/$path")
  test $((from & (from - 1))) != 0 || hashes="$(root "$1") $hashes"
  position=$((from - 1)) last=$((to - 1)) first=
  while test $((position & 1)) = 1; do position=$((position >> 1)) last=$((last >> 1)); done
  for sibling in $hashes; do
    if test -z "$first"; then first=$sibling second=$sibling; continue; fi
    test "$last" -gt 0 || fail 'the proof is too long'
    if test $((position & 1)) = 1 || test "$position" = "$last"; then
      first=$(hash "01$sibling$first") second=$(hash "01$sibling$second")
      while test $((position & 1)) = 0 && test "$position" != 0; do position=$((position >> 1)) last=$((last >> 1)); done
    else second=$(hash "01$second$sibling"); fi
    position=$((position >> 1)) last=$((last >> 1))
  done
  test "$last" = 0 && test "$first" = "$(root "$1")" && test "$second" = "$(root "$2")" || fail 'the later state does not hold the earlier one'
  echo "entries 1 to $from are the same in both"
}

# Exits 0 when each proof that holds about a log of the authority is of a state up to the largest that a witness in other hands cosigned.
witness() {
  jq -c --arg a "$1" '.logs[] | select(.authority == $a)' "$index" | while read -r log; do
    largest=-1
    for path in $(printf %s "$log" | jq -r '.checkpoints[].path'); do
      signed "$bundle/$path" "$(printf %s "$log" | jq -r .verifierKey)" || continue
      awk -F '\\t' -v own="$1" '$1 != own { print $2 }' ${WITNESSES} > "$out.witnesses"
      while read -r key; do
        signed "$bundle/$path" "$key" || continue
        echo "$path cosigned by \${key%%+*}"
        test "$(size "$bundle/$path")" -le "$largest" || largest=$(size "$bundle/$path")
      done < "$out.witnesses"
    done
    for path in $(printf %s "$log" | jq -r '.proofs[].path'); do
      # What is not proven asks for no witness.
      (inclusion "$path") > /dev/null 2>&1 || continue
      sed '1,/^$/d' "$bundle/$path" > "$out.checkpoint"
      test "$(size "$out.checkpoint")" -le "$largest" || fail "$path is of a state that no witness cosigned"
    done
    test "$largest" -ge 0 || fail 'no witness cosigned a state'
  done
}

case $1 in
  key)
    jq -e --arg a "$2" --slurpfile bundle "$index" '
      [.authorities[] | select(.identifier == $a) | .noteKeys[] | select(.role == "log") | .verifierKey] as $listed
      | [$bundle[0].logs[] | select(.authority == $a) | .verifierKey | . as $key | any($listed[]; . == $key)] | length > 0 and all' "$3" ;;
  state)
    state "$2" "$out.one"
    key=$(logs "$(origin "$out.one")" | jq -r .verifierKey)
    signed "$out.one" "$key" || fail 'the log did not sign it'
    cut -f 2 ${WITNESSES} > "$out.witnesses"
    while read -r key; do
      signed "$out.one" "$key" || test $? = 2 || fail "a cosignature of \${key%%+*} does not hold"
    done < "$out.witnesses" ;;
  inclusion) inclusion "$2" ;;
  coverage)
    digest=$(awk -F '\\t' -v path="$2" '$1 == path { print $2 }' ${RECEIPTS})
    issuer=$(awk -F '\\t' -v path="$2" '$1 == path { print $3 }' ${RECEIPTS})
    proof=$(jq -r --arg a "$issuer" --arg d "$digest" '[.logs[] | select(.authority == $a) | .proofs[] | select(.digest == $d) | .path][0] // empty' "$index")
    test -n "$proof" || fail 'the log of the issuer has no proof about it'
    inclusion "$proof" ;;
  consistency) state "$2" "$out.one"; state "$3" "$out.other"; consistency "$out.one" "$out.other" ;;
  witness) witness "$2" ;;
esac
`;

/** The command that writes the script. */
export const LOG_SCRIPT_COMMAND = `cat > ${LOG_SCRIPT} <<'END_OF_SCRIPT'\n${TEXT}END_OF_SCRIPT`;

/** The command that lists the witnesses of a trust file, an operand, and those of a policy, which are in nobody's hands that we know. */
export function witnessesCommand(trust: string, policy: string | undefined): string {
  const listed = `jq -r '.authorities[] | .identifier as $a | .noteKeys[] | select(.role == "witness") | [$a, .verifierKey] | @tsv' ${trust} > ${WITNESSES}`;
  return policy === undefined ? listed : `${listed} && awk '$1 == "witness" { print "-\\t" $3 }' ${policy} >> ${WITNESSES}`;
}
