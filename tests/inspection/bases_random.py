"""Files whose parts fit together in ways that no change of a byte reaches, with a seed."""

import random

from bases_bytes import KIB, footer_vmdk, sparse_vmdk, vhdx

SEED = 20260402
VHDX_FILES = 60
VMDK_FILES = 150
# What a descriptor can be made of, and what its readers stumble over.
PIECES = (
    b'createType="monolithicSparse"', b'CREATETYPE="streamOptimized"', b'createtype="custom"',
    b'createType="', b'"', b'rw 1 SPARSE "a"', b"RW", b"rdonly x/y", b"noaccess", b"ddb", b"DDB.a",
    b"=", b" a=b", b"a =b", b"#", b"/", b" ", b"\t", b"\r", b"\x0b", b"\x1c", b"\x7f", b"\0",
    b"\xc3\xa4", b"x" * 70, b"\n", b"\n", b"\n",
)


def make():
    """The files by name; what stands before the # is the test that they belong to."""
    source = random.Random(SEED)
    files = {f"vhdx-random#{number}": _vhdx(source) for number in range(VHDX_FILES)}
    files |= {f"vmdk-random#{number}": _vmdk(source) for number in range(VMDK_FILES)}
    return files


def _vhdx(source):
    """The tables anywhere: before, in and behind the pieces in which oslo.utils gets the stream."""
    chunk = 64 * KIB
    metadata = source.choice((
        source.randrange(600 * KIB),
        chunk * source.randrange(10),
        chunk * source.randrange(1, 10) - source.randrange(100),
    ))
    item = source.choice((
        source.randrange(200 * KIB), chunk, chunk * source.randrange(3) + source.randrange(16),
    ))
    length = source.choice((8, 8, 8, 8, 0, 4, chunk, 2**32 - 1))
    data = vhdx(metadata, item, length, entries=source.choice((1, 1, 3, 100, 2046)))
    end = metadata + item
    cut = source.choice((len(data), end + 8, end + 7, chunk * source.randrange(3, 9)))
    return data[:cut]


def _vmdk(source):
    descriptor = b"".join(source.choices(PIECES, k=source.randrange(1, 14)))
    if source.random() < 0.6:
        descriptor = b'createType="monolithicSparse"\n' + descriptor
    kind = source.randrange(4)
    if kind < 2:
        return sparse_vmdk(descriptor, sectors=source.choice((1, 1, 20, 0, 200)))
    if kind == 2:
        return footer_vmdk(descriptor)
    return descriptor + b"\n" * source.choice((0, 64, 600))
