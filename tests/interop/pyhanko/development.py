"""What a development installation trusts, what it knows about revocation, and the key that pyHanko signs with."""

from datetime import timedelta
from pathlib import Path

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec, ValidationContext
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

PASSWORD = b"development"


class Knowledge:
    """What one judgement may use. Nothing is fetched, and every certificate of a path needs word on its revocation."""

    def __init__(
        self,
        roots: list[x509.Certificate],
        lists: list[crl.CertificateList],
        responses: list[ocsp.OCSPResponse],
        certificates: list[x509.Certificate],
    ):
        self.roots = roots
        self.lists = lists
        self.responses = responses
        self.certificates = certificates

    def context(self) -> ValidationContext:
        return ValidationContext(
            trust_roots=self.roots,
            other_certs=self.certificates,
            crls=self.lists,
            ocsps=self.responses,
            allow_fetching=False,
            revocation_mode="require",
        )

    def specification(self) -> PdfSignatureValidationSpec:
        """The same for the procedures of EN 319 102-1."""
        policy = CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build(self.roots),
            revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
        )
        return PdfSignatureValidationSpec(
            SignatureValidationSpec(
                cert_validation_policy=policy,
                ts_cert_validation_policy=policy,
                revinfo_gathering_policy=RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY),
                local_knowledge=LocalKnowledge(
                    known_certs=self.certificates,
                    known_crls=[CRLContainer(found) for found in self.lists],
                    known_ocsps=[OCSPContainer(found) for found in self.responses],
                ),
            )
        )


class Development:
    """The folder with the roots, the revocation lists and the signer's key."""

    def __init__(self, folder: str):
        self.folder = Path(folder)
        self.roots = [x509.Certificate.load(path.read_bytes()) for path in sorted(self.folder.glob("*.root.der"))]
        self.lists = [crl.CertificateList.load(path.read_bytes()) for path in sorted(self.folder.glob("*.crl"))]

    def signer(self) -> SimpleSigner:
        signer = SimpleSigner.load_pkcs12(str(self.folder / "signer.p12"), passphrase=PASSWORD)
        if signer is None:
            raise ValueError("signer.p12 cannot be read")
        return signer

    def knowledge(self, embedded: PdfFileReader | None = None) -> Knowledge:
        """The lists of the folder, or what a file carries in its document security store and nothing else."""
        if embedded is None:
            return Knowledge(self.roots, self.lists, [], [])
        store = DocumentSecurityStore.read_dss(embedded)
        lists = [crl.CertificateList.load(reference.get_object().data) for reference in store.crls]
        responses = [ocsp.OCSPResponse.load(reference.get_object().data) for reference in store.ocsps]
        return Knowledge(self.roots, lists, responses, list(store.load_certs()))
