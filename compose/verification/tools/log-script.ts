import { RECEIPTS } from './receipts-script.ts';
import { operand, WORK_FOLDER } from './shell.ts';

/** Checks what logs prove with jq, sha256sum, basenc and openssl; its arguments are told in its own text. */
export const LOG_SCRIPT = `${WORK_FOLDER}/log.sh`;

/** The trust file: what the caller gave, or else what came with the bundle. */
const TRUSTED = `${WORK_FOLDER}/trusted.json`;

/** Keys of witnesses that count, a line each: in whose hands, and the verifier key. */
export const WITNESSES = `${WORK_FOLDER}/witnesses.tsv`;

const TEXT = `# sh log.sh key AUTHORITY         | are the keys of its logs those of the trust file, or did logs with such keys sign for them?
# sh log.sh succession NOTE       | did a log with a key of the trust file sign for its successor?
# sh log.sh state CHECKPOINT      | did the log sign this checkpoint, and do the cosignatures on it hold?
# sh log.sh inclusion PROOF       | is the object in the log? (RFC 9162 section 2.1.3.2)
# sh log.sh coverage RECEIPT      | is the receipt in the log of its issuer?
# sh log.sh consistency ONE OTHER | does the later state hold all of the earlier one? (RFC 9162 section 2.1.4.2)
# sh log.sh entries AUTHORITY     | do all entries lead to the root that the log signed? (RFC 9162 section 2.1.1)
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
# The text of a note, which is what is signed; then origin, size and root of a checkpoint, or of what a succession says was taken over.
text() { sed '/^$/,$d' "$1"; }
succeeds() { test "$(sed -n 1p "$1")" = valija-log-succession/1; }
origin() { if succeeds "$1"; then sed -n '4s/+.*//p' "$1"; else sed -n 1p "$1"; fi; }
size() { if succeeds "$1"; then sed -n '3s/ .*//p' "$1"; else sed -n 2p "$1"; fi; }
root() { if succeeds "$1"; then sed -n '3s/.* //p' "$1"; else sed -n 3p "$1"; fi | base64 -d | hexadecimal; }
# Keys of logs in the trust file whose name this is.
listed() { jq -r --arg o "$1+" '.authorities[].noteKeys[] | select(.role == "log" and (.verifierKey | startswith($o))) | .verifierKey' ${TRUSTED}; }
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

# vouched KEY LOG: does the trust file list this key for the authority, or did a log whose key is vouched for sign for it?
vouched() {
  printf %s "$2" > "$out.log"
  jq -e --arg k "$1" --slurpfile log "$out.log" '
    any(.authorities[] | select(.identifier == $log[0].authority) | .noteKeys[]; .role == "log" and .verifierKey == $k)' ${TRUSTED} > "$out.answer" && return 0
  for path in $(printf %s "$2" | jq -r '.successions // [] | .[]'); do
    test "$(sed -n 4p "$bundle/$path")" = "$1" || continue
    (succession "$path" "$2") && return 0
  done
  return 1
}

# The key of the former log, whose name is in the second line, is in the trust file or in the note before.
succession() {
  signed "$bundle/$1" "$(sed -n 4p "$bundle/$1")" || fail 'the successor did not sign it'
  name=$(sed -n 2p "$bundle/$1")
  for key in $(listed "$name") $(printf %s "$2" | jq -r '.successions[]' | while read -r path; do sed -n 4p "$bundle/$path"; done | grep -F -e "$name+" || true); do
    if signed "$bundle/$1" "$key" && vouched "$key" "$2"; then return 0; fi
  done
  fail 'no log that is vouched for signed it'
}

# A state of a log is signed by it; what others quote, perhaps by one that it succeeded.
by() {
  if signed "$1" "$2"; then return 0; fi
  for key in $(listed "$(origin "$1")"); do if signed "$1" "$key"; then return 0; fi; done
  return 1
}

# Each leaf is hashed; then nodes, pair after pair, and an odd one waits for the next row.
entries() {
  printf %s "$1" | jq -r '.entries.paths[]' | while read -r path; do hexadecimal < "$bundle/$path"; echo; done | awk '
    { rest = $0
      while (length(rest) > 0) {
        n = 0
        for (i = 1; i <= 4; i++) n = n * 16 + index("0123456789abcdef", substr(rest, i, 1)) - 1
        print "00" substr(rest, 5, 2 * n)
        rest = substr(rest, 5 + 2 * n) } }' > "$out.row"
  while read -r leaf; do hash "$leaf"; done < "$out.row" > "$out.hashes"
  count=$(grep -c . < "$out.hashes")
  while test "$(grep -c . < "$out.hashes")" -gt 1; do
    while read -r left; do
      if read -r right; then hash "01$left$right"; else echo "$left"; fi
    done < "$out.hashes" > "$out.row"
    mv "$out.row" "$out.hashes"
  done
  for path in $(printf %s "$1" | jq -r --argjson n "$count" '.checkpoints[] | select(.size == $n) | .path'); do
    signed "$bundle/$path" "$(printf %s "$1" | jq -r .verifierKey)" || continue
    test "$(root "$bundle/$path")" = "$(cat "$out.hashes")" || fail "the entries do not lead to the root of $path"
    echo "$count entries lead to the root of $path"
    return 0
  done
  fail 'the log signed no state of that size'
}

inclusion() {
  jq -r --arg p "$1" '.logs[] | .verifierKey as $key | .proofs[] | select(.path == $p) | [$key, .type, .salt, .digest] | @tsv' "$index" > "$out.found"
  read -r log_key entry_type salt digest < "$out.found"
  proof=$bundle/$1
  test "$(sed -n 1p "$proof")" = c2sp.org/tlog-proof@v1
  sed '1,/^$/d' "$proof" > "$out.checkpoint"
  signed "$out.checkpoint" "$log_key" || fail 'the log did not sign the checkpoint of the proof'
  running=$(hash "00$(printf 'valija/%s/1\\n' "$entry_type" | hexadecimal)$(hash "$salt$digest")")
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
  log=$(logs "$(origin "$2")")
  test -n "$log" || log=$(logs "$(origin "$1")")
  test -n "$log" || log=$(jq -c --arg o "$(origin "$1")" --slurpfile trusted ${TRUSTED} '
    [$trusted[0].authorities[] | select(any(.noteKeys[]; .verifierKey | startswith($o + "+"))) | .identifier][0] as $a | .logs[] | select(.authority == $a)' "$index")
  key=$(printf %s "$log" | jq -r .verifierKey)
  by "$1" "$key" && by "$2" "$key" || fail 'the log did not sign both states'
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
    jq -c --arg a "$2" '.logs[] | select(.authority == $a)' "$index" > "$out.logs"
    test -s "$out.logs"
    while read -r log; do vouched "$(printf %s "$log" | jq -r .verifierKey)" "$log" || fail 'nobody vouches for the key'; done < "$out.logs" ;;
  succession) succession "$2" "$(jq -c --arg p "$2" '.logs[] | select(any(.successions // [] | .[]; . == $p))' "$index")" ;;
  entries) entries "$(jq -c --arg a "$2" '[.logs[] | select(.authority == $a)][0]' "$index")" ;;
  state)
    state "$2" "$out.one"
    by "$out.one" "$(logs "$(origin "$out.one")" | jq -r .verifierKey)" || fail 'the log did not sign it'
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

/** Puts the trust file, an operand, where the script looks for it, and lists its witnesses and those of a policy, in nobody's hands that we know. */
export function trustCommands(trust: string, policy: string | undefined): string[] {
  const witnesses = `jq -r '.authorities[] | .identifier as $a | .noteKeys[] | select(.role == "witness") | [$a, .verifierKey] | @tsv'`;
  const ofPolicy = policy === undefined ? [] : [`awk '$1 == "witness" { print "-\\t" $3 }' ${operand(policy)} >> ${WITNESSES}`];
  return [`cp ${trust} ${TRUSTED}`, `${witnesses} ${TRUSTED} > ${WITNESSES}`, ...ofPolicy];
}
