import { WORK_FOLDER } from './shell.ts';

/** Checks the signature of a flattened JWS with sed, basenc and openssl, and leaves its certificates as PEM. */
export const JWS_SCRIPT = `${WORK_FOLDER}/jws.sh`;

/** Where the script leaves the certificates of a JWS file. */
export function jwsCertificates(path: string): string {
  return `${WORK_FOLDER}/${path.split('/').at(-1)}.pem`;
}

const TEXT = `# sh jws.sh FILE: is the signature of this flattened JWS made by the first certificate of its x5c?
set -eu
out=${WORK_FOLDER}/$(basename "$1")
member() { sed -n 's/.*"'"$1"'" *: *"\\([^"]*\\)".*/\\1/p'; }
decoded() { tr -d '\\n' | basenc --base64url --decode 2>/dev/null || true; }
protected=$(member protected < "$1")
printf '%s.%s' "$protected" "$(member payload < "$1")" > "$out.input"
printf '%s' "$protected" | decoded > "$out.header"
sed -n 's/.*"x5c" *: *\\[\\([^]]*\\)\\].*/\\1/p' "$out.header" | tr -d '" ' | tr ',' '\\n' > "$out.x5c"
: > "$out.pem"
while read -r certificate || [ -n "$certificate" ]; do
  printf '%s' "$certificate" | base64 -d | openssl x509 -inform DER >> "$out.pem"
done < "$out.x5c"
openssl x509 -in "$out.pem" -pubkey -noout > "$out.key"
member signature < "$1" | decoded > "$out.raw"
algorithm=$(member alg < "$out.header")
options=
case $algorithm in
  ES256|ES384)
    hex=$(od -An -v -tx1 "$out.raw" | tr -d ' \\n')
    half=$(( \${#hex} / 2 ))
    r=$(printf '%s' "$hex" | cut -c "1-$half")
    s=$(printf '%s' "$hex" | cut -c "$((half + 1))-")
    printf 'asn1=SEQUENCE:s\\n[s]\\nr=INTEGER:0x%s\\ns=INTEGER:0x%s\\n' "$r" "$s" > "$out.conf"
    openssl asn1parse -genconf "$out.conf" -noout -out "$out.raw" ;;
  PS256|PS384) options='-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest' ;;
esac
digest=sha$(printf '%s' "$algorithm" | cut -c 3-)
# The options are several words.
openssl dgst "-$digest" $options -verify "$out.key" -signature "$out.raw" "$out.input"
`;

/** The command that writes the script. */
export const JWS_SCRIPT_COMMAND = `cat > ${JWS_SCRIPT} <<'END_OF_SCRIPT'\n${TEXT}END_OF_SCRIPT`;

/** Shows what a JWS says. */
export function payloadCommand(path: string): string {
  return `sed -n 's/.*"payload" *: *"\\([^"]*\\)".*/\\1/p' ${path} | basenc --base64url --decode 2>/dev/null; echo`;
}
