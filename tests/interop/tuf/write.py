"""Writes TUF repositories with python-tuf. write.py DOCUMENTS OUT: OUT/NAME/ for the sound one and for each wrong one; names on standard output."""

import copy
import datetime
import hashlib
import json
import os
import sys

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

documents_folder, out = sys.argv[1:3]
now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
later = now + datetime.timedelta(days=30)
STATES = ["XA", "XB"]

signers = {
    "root": [CryptoSigner.generate_ed25519(), CryptoSigner.generate_ecdsa(), CryptoSigner.generate_ed25519()],
    "targets": [CryptoSigner.generate_ecdsa(), CryptoSigner.generate_ed25519()],
    "snapshot": [CryptoSigner.generate_ed25519()],
    "timestamp": [CryptoSigner.generate_ecdsa()],
}
for state in STATES:
    signers[f"state-{state.lower()}"] = [CryptoSigner.generate_ed25519(), CryptoSigner.generate_ecdsa()]

documents = {}
for folder, _, names in os.walk(documents_folder):
    for name in names:
        path = os.path.join(folder, name)
        with open(path, "rb") as file:
            documents[os.path.relpath(path, documents_folder)] = file.read()


def build(change=lambda roles: None, who=lambda role, keys: keys, alter=lambda files: None):
    """All files of a repository; `change` edits the roles before they are signed, `who` picks the signers, `alter` edits the files."""
    roles = {"root": Root(expires=later, consistent_snapshot=True)}
    for role in ("root", "targets", "snapshot", "timestamp"):
        for signer in signers[role]:
            roles["root"].add_key(signer.public_key, role)
        roles["root"].roles[role].threshold = min(2, len(signers[role]))
    delegated, keys = {}, {}
    for state in STATES:
        name = f"state-{state.lower()}"
        own = {path: data for path, data in documents.items() if path.startswith(f"authorities/{state}/")}
        targets = {path: TargetFile.from_data(path, data, ["sha256"]) for path, data in own.items()}
        roles[name] = Targets(expires=later, targets=targets)
        for signer in signers[name]:
            keys[signer.public_key.keyid] = signer.public_key
        ids = [signer.public_key.keyid for signer in signers[name]]
        delegated[name] = DelegatedRole(name, ids, 2, True, paths=[f"authorities/{state}/*.json"])
    roles["targets"] = Targets(expires=later, delegations=Delegations(keys, delegated))
    roles["snapshot"] = Snapshot(expires=later)
    roles["timestamp"] = Timestamp(expires=later)
    change(roles)
    files = {}

    def put(name, versioned=True):
        metadata = Metadata(roles[name])
        for signer in who(name, signers[name]):
            metadata.sign(signer, append=True)
        data = metadata.to_bytes(JSONSerializer(compact=False))
        files[f"metadata/{roles[name].version}.{name}.json" if versioned else f"metadata/{name}.json"] = data

    put("root")
    for name in ["targets", *delegated]:
        put(name)
        # No length and no digest, as python-tuf writes it where nothing else is asked for.
        roles["snapshot"].meta[f"{name}.json"] = MetaFile(version=roles[name].version)
    put("snapshot")
    roles["timestamp"].snapshot_meta = MetaFile(version=roles["snapshot"].version)
    put("timestamp", versioned=False)
    for path, data in documents.items():
        folder, name = os.path.split(path)
        files[f"targets/{folder}/{hashlib.sha256(data).hexdigest()}.{name}"] = data
    alter(files)
    return files


def expired(role):
    def change(roles):
        roles[role].expires = now - datetime.timedelta(days=1)

    return change


def foreign(roles):
    path = "authorities/XA/false.json"
    documents_of_xa = [data for name, data in documents.items() if name.startswith("authorities/XA/")]
    roles["state-xb"].targets[path] = TargetFile.from_data(path, documents_of_xa[0], ["sha256"])


def newer(roles):
    for role in ("timestamp", "snapshot", "targets", "state-xa", "state-xb"):
        roles[role].version = 3


def altered(files):
    name = next(name for name in files if name.startswith("targets/authorities/XA/"))
    files[name] = files[name].replace(b"urn:", b"URN:", 1)


def one_of(role):
    return lambda name, keys: keys[:1] if name == role else keys


repositories = {
    "sound": build(),
    "newer": build(change=newer),
    "one-signature-of-targets": build(who=one_of("targets")),
    "one-signature-of-a-state": build(who=one_of("state-xa")),
    "signed-by-another-role": build(who=lambda name, keys: signers["snapshot"] if name == "timestamp" else keys),
    "expired-timestamp": build(change=expired("timestamp")),
    "expired-snapshot": build(change=expired("snapshot")),
    "expired-targets": build(change=expired("targets")),
    "foreign-path": build(change=foreign),
    "document-altered": build(alter=altered),
    "document-missing": build(alter=lambda files: files.pop(next(name for name in files if name.startswith("targets/")))),
}
for name, files in repositories.items():
    for path, data in files.items():
        target = os.path.join(out, name, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as file:
            file.write(data)
json.dump(list(repositories), sys.stdout)
