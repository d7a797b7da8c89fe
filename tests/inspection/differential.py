"""Makes the corpus of the test `inspection`, and writes down what Glance says of each file.

    differential.py QEMU_IMG FOLDER

FOLDER/bases gets the files that others are made from. Each line of FOLDER/expected.jsonl is one
file of the corpus: its base, its size, what is changed in it (offset and bytes in hexadecimal), and
Glance's verdict on it. Files that differ from a base in a few bytes are not written, so that some
thousands of them cost nothing.
"""

import json
import pathlib
import sys

import bases_bytes
import bases_qemu
import bases_random
import glance_verdict
import recipes

CHUNK = glance_verdict.CHUNK_BYTES


def main(qemu_img, folder):
    folder = pathlib.Path(folder)
    bases = folder / "bases"
    bases.mkdir(parents=True)
    by_bytes = bases_bytes.make() | bases_random.make()
    for name, data in by_bytes.items():
        (bases / name).write_bytes(data)
    names = [*by_bytes, *bases_qemu.make(qemu_img, bases)]
    count = 0
    with open(folder / "expected.jsonl", "w", encoding="ascii") as lines:
        for name in names:
            data = (bases / name).read_bytes()
            for recipe, size, changes in recipes.of_base(name, data):
                line = {
                    "base": name,
                    "recipe": recipe,
                    "size": size,
                    "changes": [[offset, piece.hex()] for offset, piece in changes],
                    **glance_verdict.inspect(_chunks(data, size, changes)),
                }
                lines.write(json.dumps(line, separators=(",", ":")) + "\n")
                count += 1
            print(f"{count} files, the last from {name}", flush=True)


def _chunks(data, size, changes):
    """The file in the pieces in which a store reads it."""
    if changes:
        data = bytearray(data)
        for offset, piece in changes:
            data[offset:offset + len(piece)] = piece
    for start in range(0, size, CHUNK):
        end = min(start + CHUNK, size)
        yield bytes(data[start:end]).ljust(end - start, b"\0")


if __name__ == "__main__":
    main(*sys.argv[1:])
