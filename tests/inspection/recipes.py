"""What is done to a base: deterministic changes to its headers, and cuts."""

import random
import struct

KIB = 1024
# Every byte of these parts is changed: the fields that an inspector of any format looks at.
HEADERS = {
    "qcow2-v3": [(0, 112)],
    "qcow2-v2": [(0, 80)],
    "qcow2-backing": [(0, 40)],
    "qed": [(0, 72)],
    "vdi-dynamic": [(0x40, 0x60), (0x154, 0x184)],
    "vhd-dynamic": [(0, 72), (512, 560)],
    "vhd-fixed": [(-512, -440)],
    "vmdk-monolithicSparse.vmdk": [(0, 80), (512, 900)],
    "vmdk-monolithicFlat.vmdk": [(0, 400)],
    "vmdk-footer": [(0, 80), (512, 540), (-1536, -1000), (-512, -480), (-4, 0)],
    "vhdx": [(0, 12), (192 * KIB, 192 * KIB + 80), (320 * KIB, 320 * KIB + 96), (384 * KIB, 384 * KIB + 8)],
    "iso": [(32 * KIB, 32 * KIB + 160)],
    "iso-hybrid": [(440, 512), (32 * KIB, 32 * KIB + 8)],
    "mbr": [(0, 32), (440, 512)],
    "gpt": [(440, 560)],
    "fat": [(0x0E, 0x18), (506, 512)],
    "luks-xts": [(0, 176), (208, 216)],
    "ova": [(0, 8), (120, 140), (250, 270)],
    "ploop": [(0, 48)],
    "qcow2-data-file": [(72, 140)],
}
# Integers at these places get the extremes: place and struct format.
FIELDS = {
    "qcow2-v3": [(4, ">I"), (8, ">Q"), (16, ">I"), (20, ">I"), (24, ">Q"), (32, ">I"),
                 (60, ">I"), (72, ">Q"), (96, ">I"), (100, ">I")],
    "qed": [(4, "<I"), (8, "<I"), (16, "<Q"), (48, "<Q")],
    "vdi-dynamic": [(0x170, "<Q"), (0x178, "<I"), (0x4C, "<I")],
    "vhd-dynamic": [(16, ">Q"), (40, ">Q"), (48, ">Q"), (60, ">I")],
    "vmdk-monolithicSparse.vmdk": [(4, "<I"), (12, "<Q"), (20, "<Q"), (28, "<Q"), (36, "<Q"), (56, "<Q")],
    "vmdk-footer": [(4, "<I"), (28, "<Q"), (36, "<Q"), (56, "<Q")],
    "vhdx": [(192 * KIB + 8, "<I"), (192 * KIB + 64, "<Q"), (320 * KIB + 10, "<H"),
             (320 * KIB + 80, "<I"), (320 * KIB + 84, "<I"), (384 * KIB, "<Q")],
    "vhdx-dynamic": [(192 * KIB + 8, "<I"), (384 * KIB, "<Q")],
    "iso": [(32 * KIB + 80, "<I"), (32 * KIB + 128, "<H")],
    "mbr": [(454, "<I"), (458, "<I")],
    "gpt": [(454, "<I"), (544, "<Q")],
    "luks-xts": [(6, ">H"), (104, ">I"), (108, ">I")],
    "ova": [(124, ">Q")],
    "ploop": [(16, "<I"), (28, "<I"), (36, "<Q")],
}
CUTS = sorted({
    0, 1, 3, 4, 5, 6, 7, 8, 9, 31, 32, 33, 63, 64, 65, 71, 72, 79, 80, 103, 104, 111, 112, 167,
    168, 169, 255, 511, 512, 513, 591, 592, 593, 1023, 1024, 1025, 1535, 1536, 1537, 2047, 2048,
    32 * KIB - 1, 32 * KIB, 32 * KIB + 1, 34 * KIB - 1, 34 * KIB, 34 * KIB + 1, 36 * KIB,
    64 * KIB - 1, 64 * KIB, 64 * KIB + 1, 192 * KIB, 256 * KIB - 1, 256 * KIB, 256 * KIB + 1,
    320 * KIB, 320 * KIB + 1, 384 * KIB, 384 * KIB + 7, 384 * KIB + 8,
})
SEED = 20260401
RANDOM_FILES_PER_BASE = 12


def of_base(name, data):
    """Recipes of the files that come from a base: what was done, the new size, the changes."""
    size = len(data)
    yield "as it is", size, []
    if "#" in name:
        # It is one of many, each of which is a change already.
        return
    if name.startswith("whole-"):
        # The same format as another base; what counts is where it ends.
        yield from _cuts_of_whole(size)
        return
    for cut in CUTS:
        if cut < size:
            yield f"cut to {cut} bytes", cut, []
    for less in (1, 2, 511, 512, 513):
        if less < size:
            yield f"cut by {less} bytes", size - less, []
    for more in (1, 512, 65536):
        yield f"followed by {more} zeros", size + more, []
    yield from _bytes_of_headers(name, data)
    yield from _extremes(name, size)
    yield from _at_random(name, data)


def _cuts_of_whole(size):
    """Cuts of a file of which every byte is needed."""
    cuts = {size * part // 24 for part in range(1, 24)} | {size // 2 // 65536 * 65536}
    cuts |= {size - less for less in (1, 2, 511, 512, 513, 4096, 65536, 65537, KIB * KIB)}
    for cut in sorted(cuts):
        yield f"cut to {cut} bytes", cut, []


def _bytes_of_headers(name, data):
    for start, end in HEADERS.get(name, ()):
        if start < 0:
            start, end = start + len(data), end + len(data)
        for offset in range(start, min(end, len(data))):
            byte = data[offset]
            for value in sorted({0, 0xFF, byte ^ 0xFF} - {byte}):
                yield f"byte {offset} is {value:#04x}", len(data), [(offset, bytes([value]))]


def _extremes(name, size):
    for offset, layout in FIELDS.get(name, ()):
        bits = 8 * struct.calcsize(layout)
        values = {0, 1, 2, 3, 8, 64, 2**31, 2**32 - 1, 2**63 - 1, 2**63, 2**64 - 1, size, size // 512}
        values |= {192 * KIB, 256 * KIB - 4, 256 * KIB, 320 * KIB, 512 * KIB}
        values |= {1 << bit for bit in range(bits)}
        for value in sorted(values):
            if value < 1 << bits:
                yield f"field {offset} is {value}", size, [(offset, struct.pack(layout, value))]


def _at_random(name, data):
    if not data:
        return
    source = random.Random(f"{SEED} {name}")
    for number in range(RANDOM_FILES_PER_BASE):
        changes = []
        for _ in range(source.randint(1, 6)):
            # Headers are where the formats are; a few changes go anywhere.
            reach = source.choice((64, 600, 2048, len(data)))
            offset = source.randrange(min(reach, len(data)))
            length = min(source.randint(1, 4), len(data) - offset)
            changes.append((offset, source.randbytes(length)))
        yield f"random change {number}", len(data), changes
