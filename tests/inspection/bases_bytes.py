"""Files that no tool of this test makes: tables, discs, archives, texts, and two formats at once."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile

KIB = 1024
METADATA_REGION = bytes.fromhex("06a27c8b90479a4bb8fe575f050f886e")
VIRTUAL_DISK_SIZE = bytes.fromhex("2442a52f1bcd7648b2115dbed83bf4b8")
SPARSE_DESCRIPTOR = (
    b'# Disk DescriptorFile\nversion=1\nCID=2a3b4c5d\nparentCID=ffffffff\n'
    b'createType="monolithicSparse"\n\n# Extent description\nRW 2048 SPARSE "disk.vmdk"\n\n'
    b'# The Disk Data Base\n#DDB\nddb.virtualHWVersion = "4"\nddb.geometry.heads = "16"\n'
)


def put(data, offset, piece):
    """The data with a piece of it replaced, and as long as that needs."""
    data = bytearray(data.ljust(offset + len(piece), b"\0"))
    data[offset:offset + len(piece)] = piece
    return bytes(data)


def partition(kind, start=1, count=2047, boot=0, chs=b"\x00\x02\x00"):
    return struct.pack("<B3sB3sII", boot, chs, kind, b"\xff\xff\xff", start, count)


def mbr(*entries, size=KIB * KIB):
    data = put(bytes(size), 446, b"".join(entries))
    return put(data, 510, b"\x55\xaa")


def gpt(sector=512, last=2047):
    data = mbr(partition(0xEE))
    return put(data, sector, b"EFI PART" + bytes(24) + struct.pack("<Q", last))


def iso(identifier=b"CD001", kind=1, blocks=32, block_bytes=2048, size=64 * KIB):
    data = put(bytes(size), 32 * KIB, bytes([kind]) + identifier + b"\x01")
    data = put(data, 32 * KIB + 80, struct.pack("<I", blocks))
    return put(data, 32 * KIB + 128, struct.pack("<H", block_bytes))


def sparse_vmdk(descriptor, sectors=20, directory=21, size=96 * KIB, version=1, place=1):
    header = struct.pack(
        "<4sIIQQQQIQQ", b"KDMV", version, 3, 2048, 128, place, sectors, 512, 0, directory
    )
    return put(put(bytes(size), 0, header), 512, descriptor)


def footer_vmdk(descriptor=SPARSE_DESCRIPTOR):
    data = sparse_vmdk(descriptor, directory=2**64 - 1)
    footer = put(data[:512], 56, struct.pack("<Q", 21))
    marker = struct.pack("<QII", 1, 0, 3).ljust(512, b"\0")
    return data + marker + footer + bytes(512)


def vhdx(metadata=320 * KIB, item=64 * KIB, length=8, entries=1, size=None):
    """A VHDX of nothing but what leads to its size."""
    data = put(b"", 0, b"vhdxfile")
    entry = METADATA_REGION + struct.pack("<QII", metadata, KIB * KIB, 1)
    other = bytes(range(1, 17)) + struct.pack("<QII", KIB * KIB, 0, 0)
    table = struct.pack("<4sIII", b"regi", 0, entries + 1, 0) + other * entries + entry
    data = put(data, 192 * KIB, table)
    other = bytes(range(2, 18)) + struct.pack("<IIII", item + 64, 4, 0, 0)
    entry = VIRTUAL_DISK_SIZE + struct.pack("<IIII", item, length, 6, 0)
    table = struct.pack("<8sHH", b"metadata", 0, entries + 1).ljust(32, b"\0")
    data = put(data, metadata, table + other * entries + entry)
    data = put(data, metadata + item, struct.pack("<Q", 3 << 30))
    return data.ljust(size or max(len(data), metadata + item + 4 * KIB), b"\0")


def archive(*names):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = 700
            tar.addfile(member, io.BytesIO(bytes(700)))
    return stream.getvalue()


def qcow2(size=64 * KIB):
    return struct.pack(">4sIQIIQ", b"QFI\xfb", 3, 0, 0, 16, 1 << 30).ljust(size, b"\0")


def make():
    """The files by the names of their recipes."""
    fat = put(put(mbr(partition(6)), 0x10, b"\x02"), 0x15, b"\xf8")
    hybrid = put(iso(), 446, partition(0x17, chs=b"\0\1\0"))
    hybrid = put(hybrid, 510, b"\x55\xaa")
    appended = put(iso(size=2 * KIB * KIB), 446, partition(0xEF, 128, 4096 - 128))
    appended = put(appended, 510, b"\x55\xaa")
    vhd_footer = b"conectix".ljust(60, b"\0") + struct.pack(">I", 2)
    vhd_footer = put(vhd_footer, 40, struct.pack(">QQ", KIB * KIB, KIB * KIB)).ljust(512, b"\0")
    luks = struct.pack(">6sH32s32s32sII", b"LUKS\xba\xbe", 1, b"aes", b"xts-plain64", b"sha256", 8, 32)
    luks = luks.ljust(16 * KIB, b"\0")
    page = "<!DOCTYPE html>\n<title>Nicht verfügbar</title>\n" + "<p>Später noch einmal.</p>\n" * 40
    descriptor = SPARSE_DESCRIPTOR.decode()
    text = b"A text that is as long as a header, and then some more. " * 2000
    return {
        "empty": b"",
        "zeros": bytes(2 * KIB),
        "mbr": mbr(partition(0x83, 63, boot=0x80)),
        "mbr-four": mbr(*(partition(0x83, 1 + 100 * n, 100) for n in range(4))),
        "mbr-none": mbr(),
        "mbr-boot-flag": mbr(partition(0x83), partition(0, boot=1)),
        "mbr-beyond-end": mbr(partition(0x83, 63, 2**31)),
        "gpt": gpt(),
        "gpt-4k": gpt(sector=4096, last=255),
        "gpt-cut-short": gpt(last=2**30),
        "gpt-second": mbr(partition(0x83, 2048), partition(0xEE)),
        "gpt-extra": mbr(partition(0xEE), partition(0x83, 2048)),
        "gpt-chs": mbr(partition(0xEE, chs=b"\0\1\0")),
        "gpt-lba": mbr(partition(0xEE, start=2)),
        "fat": fat,
        "ntfs": put(put(mbr(), 3, b"NTFS    "), 446, b"x" * 64),
        "exfat": put(mbr(), 3, b"EXFAT   "),
        "vmdk-part": sparse_vmdk(b"", sectors=0, place=0),
        "iso": iso(),
        "iso-supplementary": iso(kind=2),
        "iso-block-512": iso(block_bytes=512, blocks=2**32 - 1),
        "udf": iso(identifier=b"NSR03", kind=0),
        "udf-nsr02": iso(identifier=b"NSR02"),
        "iso-hybrid": hybrid,
        "whole-iso-appended": appended,
        "iso-hybrid-no-partitions": put(iso(), 510, b"\x55\xaa"),
        "iso-and-qcow2": put(iso(), 0, qcow2(512)),
        "iso-and-vhd": put(iso(), 0, vhd_footer),
        "iso-and-luks": put(iso(), 0, luks[:600]),
        "iso-and-vmdk": put(sparse_vmdk(SPARSE_DESCRIPTOR), 32 * KIB, iso()[32 * KIB:34 * KIB]),
        "qcow2-and-mbr": put(qcow2(), 510, b"\x55\xaa"),
        "qcow2-and-mbr-and-iso": put(put(iso(), 0, qcow2(512)), 510, b"\x55\xaa"),
        "vhd-and-mbr": put(vhd_footer, 510, b"\x55\xaa"),
        "vhd-fixed-with-mbr": mbr(partition(0x83)) + vhd_footer,
        "luks": luks,
        "luks-2": put(luks, 6, b"\0\2"),
        "luks-payload-behind-end": put(luks, 104, struct.pack(">I", 4096)),
        "luks-and-mbr": put(luks, 510, b"\x55\xaa"),
        "vmdk-hand-made": sparse_vmdk(SPARSE_DESCRIPTOR),
        "vmdk-footer": footer_vmdk(),
        "vmdk-no-descriptor": sparse_vmdk(b"", sectors=0),
        "vmdk-long-descriptor": sparse_vmdk(
            SPARSE_DESCRIPTOR.ljust(100 * KIB, b"#"), sectors=200, size=128 * KIB),
        "vmdk-descriptor-of-300k": sparse_vmdk(
            SPARSE_DESCRIPTOR.ljust(300 * KIB, b"#"), sectors=600, size=512 * KIB),
        "vhdx": vhdx(),
        "vhdx-many-entries": vhdx(entries=2046),
        "vhdx-too-many-entries": vhdx(entries=2047),
        "vhdx-metadata-in-region-table": vhdx(metadata=240 * KIB),
        "vhdx-metadata-before": vhdx(metadata=128 * KIB, size=512 * KIB),
        "vhdx-metadata-far-before": vhdx(metadata=64 * KIB, size=512 * KIB),
        "vhdx-metadata-odd": vhdx(metadata=300 * KIB, item=65 * KIB),
        "vhdx-size-beside-table": vhdx(item=4 * KIB),
        "vhdx-size-of-4": vhdx(length=4),
        "vhdx-size-of-nothing": vhdx(length=0),
        "vhdx-ends-behind-table": vhdx()[:256 * KIB],
        "tar": archive("readme.txt", "disk.img"),
        "ova": archive("appliance.ovf", "appliance.mf", "appliance-disk1.vmdk"),
        "ova-late": archive("appliance.mf", "Appliance.OVF"),
        "gzip": gzip.compress(text, mtime=0),
        "xz": lzma.compress(text),
        "zstd": b"\x28\xb5\x2f\xfd" + bytes(600),
        "bzip2": bz2.compress(text),
        "ploop": b"WithouFreSpacExt".ljust(64 * KIB, b"\0"),
        "text": text,
        "text-short": b"hello",
        "text-umlaut": text[:600] + "ä".encode() + text[600:],
        "text-umlaut-behind-first-piece": text[:65536] + "ä".encode(),
        "text-umlaut-behind-zero": text[:600] + b"\0" + "ä".encode(),
        "text-latin-1": page.encode("latin-1"),
        "text-utf-16": page.encode("utf-16"),
        "vmdk-descriptor-with-mark": descriptor.encode("utf-8-sig"),
        "vmdk-descriptor-utf-16": descriptor.encode("utf-16"),
        "zstd-behind-skipped": b"\x5a\x2a\x4d\x18\4\0\0\0abcd\x28\xb5\x2f\xfd" + bytes(600),
        "swap": put(put(bytes(8 * KIB), 1028, b"\1"), 4086, b"SWAPSPACE2"),
        "zimage-arm": put(bytes(8 * KIB), 0x24, b"\x18\x28\x6f\x01"),
        "disc-copy": put(bytes(8 * KIB), 8180, b"NER5"),
    }
