"""python sign.py FOLDER TSA LETTER OUT: signs a PDF with pyHanko at every baseline level. TSA is where time-stamp requests are posted."""

import asyncio
import logging
import sys
import time
from io import BytesIO
from pathlib import Path

from asn1crypto import tsp
from development import Development
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import HTTPTimeStamper


class NextSecond(HTTPTimeStamper):
    """Asks once the clock shows another second, so that revisions before and after a time-stamp always differ in the time they state."""

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        second = int(time.time())
        while int(time.time()) == second:
            await asyncio.sleep(0.02)
        return await super().async_request_tsa_response(req)


def sign(development: Development, authority: str, letter: bytes, level: str) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name="Signature",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=level in ("LT", "LTA"),
        use_pades_lta=level == "LTA",
        validation_context=development.knowledge().context(),
    )
    signer = PdfSigner(metadata, signer=development.signer(), timestamper=None if level == "B" else NextSecond(authority))
    return signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(letter))).getvalue()


def main() -> None:
    folder, authority, letter, out = sys.argv[1:]
    development = Development(folder)
    content = Path(letter).read_bytes()
    for level in ("B", "T", "LT", "LTA"):
        (Path(out) / f"pades-{level}.pdf").write_bytes(sign(development, authority, content, level))


# It would say that fetching is not allowed, which is meant.
logging.disable(logging.WARNING)
main()
