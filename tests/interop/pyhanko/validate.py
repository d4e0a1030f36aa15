"""python validate.py FOLDER: judges the PDFs named on standard input with pyHanko.

A line is: file, tab, level claimed, tab, and where revocation data may come from: "embedded" (the file alone) or anything else (the lists
in FOLDER). One JSON object per line is the answer: for each signature what pyHanko's own judgement is, and that after EN 319 102-1.
"""

import asyncio
import json
import logging
import sys

from development import Development, Knowledge
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESSubIndic
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.ades import ades_basic_validation, ades_lta_validation, ades_with_time_validation


async def judge(file: str, level: str, revocation_data: str, development: Development) -> dict[str, object]:
    answer: dict[str, object] = {"file": file}
    with open(file, "rb") as handle:
        try:
            reader = PdfFileReader(handle)
            known = development.knowledge(reader if revocation_data == "embedded" else None)
            answer["signatures"] = [await signature(found, level, known) for found in reader.embedded_regular_signatures]
            answer["timestamps"] = [await timestamp(found, known) for found in reader.embedded_timestamp_signatures]
        except (PdfError, ValueError) as error:
            answer["error"] = type(error).__name__
    return answer


async def signature(found: EmbeddedPdfSignature, level: str, known: Knowledge) -> dict[str, str]:
    status = await async_validate_pdf_signature(found, signer_validation_context=known.context())
    return {"pyhanko": "VALID" if status.bottom_line else "INVALID", "ades": indication(await ades(found, level, known))}


async def ades(found: EmbeddedPdfSignature, level: str, known: Knowledge) -> AdESSubIndic:
    """The procedure of EN 319 102-1 for the level: clauses 5.3, 5.5 and 5.6.3."""
    specification = known.specification()
    if level == "B-LTA":
        return (await ades_lta_validation(found, specification)).ades_subindic
    procedure = ades_basic_validation if level == "B-B" else ades_with_time_validation
    result = await procedure(found.signed_data, specification.signature_validation_spec, raw_digest=found.compute_digest())
    return result.ades_subindic


async def timestamp(found: EmbeddedPdfSignature, known: Knowledge) -> str:
    status = await async_validate_pdf_timestamp(found, known.context())
    return "VALID" if status.intact and status.valid and status.trusted else "INVALID"


def indication(subindication: AdESSubIndic) -> str:
    name = subindication.status.name
    return name if name == "PASSED" else f"{name}/{subindication.standard_name}"


async def main() -> None:
    development = Development(sys.argv[1])
    for line in sys.stdin:
        print(json.dumps(await judge(*line.rstrip("\n").split("\t"), development)), flush=True)


# pyHanko reports at length on what is wrong with a file; here that is the answer.
logging.disable(logging.CRITICAL)
asyncio.run(main())
