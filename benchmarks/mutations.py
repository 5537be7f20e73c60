"""Reads ten thousand broken files of all formats: none may end in a traceback.

`python -m benchmarks.mutations [NUMBER]`; each change follows from its seed, which is printed.
"""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from csekg.errors import CsekgError
from csekg.importers import read_file
from tests.csekg.importers.samples import SAMPLES, mutated


def main(number: int) -> int:
    """Print how many files were read and refused; return 1 where one ended otherwise."""
    found: Counter[tuple[str, str]] = Counter()
    longest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        contents = [(form, file.name, file.read_bytes()) for form, file in SAMPLES]
        for seed in range(number):
            form, name, content = contents[seed % len(contents)]
            path = Path(folder) / name
            path.write_bytes(mutated(content, seed))
            started = time.perf_counter()
            try:
                read_file(form, path)
                found[form, "read"] += 1
            except CsekgError as error:
                found[form, "refused"] += 1
                if "\n" in str(error):
                    found[form, "failed"] += 1
                    print(f"{form}, seed {seed}: a message of several lines: {error}")
            except Exception:
                found[form, "failed"] += 1
                print(f"{form}, seed {seed}:\n{traceback.format_exc(limit=-3)}")
            longest = max(longest, time.perf_counter() - started)
    for form in dict.fromkeys(form for form, _ in SAMPLES):
        counts = ", ".join(f"{found[form, how]} {how}" for how in ("read", "refused", "failed"))
        print(f"{form:14} {counts}")
    print(f"{number:,} files, the longest took {longest:.2f} s")
    return int(any(how == "failed" for _, how in found))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
