"""Reads the signature of a PDF that somebody sent. A program, run by itself in a process that the
system stops; it knows nothing of this service, see `savings_app.documents.signature_check`.

Arguments: how much more memory, and how many seconds. Input: one line of JSON, the certificates to
trust (DER, base64), then the file. Output: one line of JSON.
"""

from __future__ import annotations

import base64
import json
import re
import resource
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

UNREADABLE = {"intact": False, "whole": False, "trusted": False, "der": None, "at": None}


def main() -> None:
    memory, seconds = map(int, sys.argv[1:])
    trusted = [Certificate.load(base64.b64decode(one)) for one in json.loads(sys.stdin.readline())]
    data = base64.b64decode(sys.stdin.read())
    _bound(memory, seconds)
    try:
        said = examine(data, trusted)
    except (Exception, RecursionError, MemoryError):
        said = UNREADABLE
    sys.stdout.write(json.dumps(said) + "\n")


def _bound(memory: int, seconds: int) -> None:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = re.search(r"VmPeak:\s+(\d+)", status)
    most = (int(peak[1]) * 1024 if peak else 0) + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def examine(data: bytes, trusted: list[Any]) -> dict[str, Any]:
    """The first signature of the file: ours have one. What follows it makes it cover less."""
    signature = PdfFileReader(BytesIO(data)).embedded_regular_signatures[0]
    said: dict[str, Any] = {**UNREADABLE}
    said["der"] = base64.b64encode(signature.signer_cert.dump()).decode()
    moment = signature.self_reported_timestamp
    said["at"] = moment.isoformat() if moment else None
    context = ValidationContext(
        trust_roots=trusted, allow_fetching=False, moment=moment, other_certs=[]
    )
    status = validate_pdf_signature(
        signature, context, key_usage_settings=KeyUsageConstraints(), skip_diff=True
    )
    said["intact"] = bool(status.intact and status.valid)
    said["whole"] = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    said["trusted"] = bool(status.trusted)
    return said


if __name__ == "__main__":
    main()
