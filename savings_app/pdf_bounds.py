"""Whether a PDF somebody sent can be opened with the memory and the time we give to one.

A few megabytes can hold streams that unpack to gigabytes. The file is opened once in a process of
its own that the system stops; only what stays within bounds is opened by ours.
"""

from __future__ import annotations

import subprocess
import sys

MOST_MEMORY = 128 * 1024 * 1024  # more address space than before the file was opened
# Running out of memory can be swallowed on the way and look like a damaged file: who came this
# far is refused too. Scans stay packed while they are opened, so no paper comes near.
SUSPICIOUS = 32 * 1024 * 1024
MOST_SECONDS = 20
_REFUSED = 9

_OPEN = """
import io, re, resource, sys
import pikepdf

def peak():
    with open("/proc/self/status") as status:
        return int(re.search(r"VmPeak:\\s+(\\d+)", status.read())[1]) * 1024

memory, suspicious, seconds, refused = map(int, sys.argv[1:])
sent = io.BytesIO(sys.stdin.buffer.read())
before = peak()
resource.setrlimit(resource.RLIMIT_AS, (before + memory, before + memory))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
try:
    with pikepdf.open(sent) as pdf:
        for found in pdf.objects:
            pass
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("all")
except MemoryError:
    sys.exit(refused)
except Exception:
    pass  # whoever opens it next says what is wrong with it
sys.exit(refused if peak() - before > suspicious else 0)
"""


class PdfOutOfBounds(ValueError):
    """It takes more memory or time than any paper does."""


def check_pdf(data: bytes) -> None:
    """
    Raises:
        PdfOutOfBounds
    """
    command = [sys.executable, "-I", "-c", _OPEN]
    command += map(str, (MOST_MEMORY, SUSPICIOUS, MOST_SECONDS, _REFUSED))
    try:
        done = subprocess.run(  # noqa: S603  our own words; what was sent is its input
            command, input=data, capture_output=True, check=False, timeout=2 * MOST_SECONDS
        )
    except subprocess.TimeoutExpired as slow:
        raise PdfOutOfBounds from slow
    if done.returncode != 0:
        raise PdfOutOfBounds
