"""Images that qemu-img makes: every format and option that it has."""

import pathlib
import random
import subprocess

SECRET = ["--object", "secret,id=key,data=corpus"]
SIZE = "1M"
SEED = 20261128


class QemuImages:
    """Makes images in one folder, by the names of their recipes."""

    def __init__(self, qemu_img, folder):
        self._qemu_img = qemu_img
        self._folder = pathlib.Path(folder)
        self.names = []

    def _run(self, *arguments):
        subprocess.run(
            [self._qemu_img, *arguments],
            cwd=self._folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def create(self, name, image_format, options="", size=SIZE, arguments=()):
        if options:
            arguments = [*arguments, "-o", options]
        # Naming a backing file is the point of such an image, not that it can be opened.
        self._run("create", "-q", "-u", "-f", image_format, *arguments, name, size)
        self.names.append(name)

    def convert(self, name, image_format, options, source):
        self._run("convert", "-q", "-O", image_format, "-o", options, source, name)
        self.names.append(name)

    def whole(self, name, image_format, options, flags=()):
        """A disk that has data to its end, so that no byte of the file can be done without."""
        name = f"whole-{name}"
        arguments = [*flags, "-f", "raw", "-O", image_format, *(["-o", options] if options else [])]
        self._run("convert", "-q", *arguments, "full.img", name)
        self.names.append(name)

    def also(self, *arguments):
        self._run(*arguments)


def make(qemu_img, folder):
    """Makes all of them and returns their names."""
    images = QemuImages(qemu_img, folder)
    source = pathlib.Path(folder) / "source.img"
    source.write_bytes(b"disk" * 40000 + bytes(100000))
    _qcow2(images)
    _vmdk(images)
    _microsoft(images)
    _others(images)
    # Nothing in it can be compressed, and no part of it is zero.
    full = pathlib.Path(folder) / "full.img"
    full.write_bytes(random.Random(SEED).randbytes(2 << 20))
    _whole(images)
    full.unlink()
    return images.names


def _qcow2(images):
    for name, options in {
        "qcow2-v2": "compat=0.10",
        "qcow2-v3": "compat=1.1",
        "qcow2-cluster-512": "cluster_size=512",
        "qcow2-cluster-4k": "cluster_size=4k",
        "qcow2-cluster-2m": "cluster_size=2M",
        "qcow2-backing": "backing_file=base.img,backing_fmt=raw",
        "qcow2-v2-backing": "compat=0.10,backing_file=base.img,backing_fmt=raw",
        "qcow2-data-file": "data_file=qcow2-data-file.data",
        "qcow2-data-file-raw": "data_file=qcow2-data-file-raw.data,data_file_raw=on",
        "qcow2-extended-l2": "extended_l2=on,cluster_size=128k",
        "qcow2-lazy-refcounts": "lazy_refcounts=on",
        "qcow2-zstd": "compression_type=zstd",
        "qcow2-refcount-1": "refcount_bits=1",
        "qcow2-preallocated": "preallocation=metadata",
        "qcow2-snapshot": "",
        "qcow2-bitmap": "",
    }.items():
        images.create(name, "qcow2", options)
    for kind in ("luks", "aes"):
        iterations = ",encrypt.iter-time=10" if kind == "luks" else ""
        options = f"encrypt.format={kind},encrypt.key-secret=key{iterations}"
        images.create(f"qcow2-encrypted-{kind}", "qcow2", options, arguments=SECRET)
    images.also("snapshot", "-q", "-c", "first", "qcow2-snapshot")
    images.also("bitmap", "--add", "-f", "qcow2", "qcow2-bitmap", "changes")
    images.convert("qcow2-compressed", "qcow2", "compat=1.1", "source.img")
    images.create("qcow-v1", "qcow")
    images.create("qcow-v1-backing", "qcow", "backing_file=base.img,backing_fmt=raw")


def _vmdk(images):
    for subformat in (
        "monolithicSparse", "streamOptimized", "monolithicFlat",
        "twoGbMaxExtentSparse", "twoGbMaxExtentFlat",
    ):
        images.create(f"vmdk-{subformat}.vmdk", "vmdk", f"subformat={subformat}")
    for name, options in {
        "vmdk-lsilogic": "adapter_type=lsilogic",
        "vmdk-legacy-esx": "adapter_type=legacyESX",
        "vmdk-compat6": "compat6",
        "vmdk-hardware-version": "hwversion=13",
        "vmdk-zeroed-grain": "zeroed_grain=on",
        "vmdk-empty": "",
    }.items():
        size = "0" if name == "vmdk-empty" else SIZE
        images.create(f"{name}.vmdk", "vmdk", options, size)
    # The parent of a VMDK is opened even when it is only named.
    images.also("create", "-q", "-f", "vmdk", "vmdk-parent.vmdk", SIZE)
    options = "backing_file=vmdk-parent.vmdk,backing_fmt=vmdk"
    images.create("vmdk-backing.vmdk", "vmdk", options)
    for subformat in ("monolithicSparse", "streamOptimized"):
        options = f"subformat={subformat}"
        images.convert(f"vmdk-{subformat}-data.vmdk", "vmdk", options, "source.img")


def _microsoft(images):
    for subformat in ("dynamic", "fixed"):
        images.create(f"vhd-{subformat}", "vpc", f"subformat={subformat}")
        options = f"subformat={subformat},force_size=on"
        images.create(f"vhd-{subformat}-force-size", "vpc", options)
        options = f"subformat={subformat},log_size=1M,block_size=1M"
        images.create(f"vhdx-{subformat}", "vhdx", options)
    images.create("vhdx-16t", "vhdx", "log_size=1M", "16T")
    images.convert("vhd-dynamic-data", "vpc", "subformat=dynamic", "source.img")


def _others(images):
    images.create("vdi-dynamic", "vdi")
    images.create("vdi-static", "vdi", "static=on")
    images.create("qed", "qed", "cluster_size=4k,table_size=1")
    options = "cluster_size=4k,table_size=1,backing_file=base.img,backing_fmt=raw"
    images.create("qed-backing", "qed", options)
    key = "key-secret=key,iter-time=10"
    images.create("luks-xts", "luks", key, arguments=SECRET)
    options = f"{key},cipher-alg=aes-128,cipher-mode=cbc,ivgen-alg=essiv,ivgen-hash-alg=sha256"
    images.create("luks-cbc", "luks", options, arguments=SECRET)
    images.create("parallels", "parallels")
    images.create("raw", "raw")


def _whole(images):
    for name, options in {
        "qcow2": "",
        "qcow2-v2": "compat=0.10",
        "qcow2-cluster-4k": "cluster_size=4k",
        "qcow2-cluster-2m": "cluster_size=2M",
        "qcow2-extended-l2": "extended_l2=on,cluster_size=128k",
        "qcow2-preallocated": "preallocation=metadata",
        "qcow2-snapshot": "",
        "qcow2-bitmap": "",
    }.items():
        images.whole(name, "qcow2", options)
    images.also("snapshot", "-q", "-c", "first", "whole-qcow2-snapshot")
    images.also("bitmap", "--add", "-f", "qcow2", "whole-qcow2-bitmap", "changes")
    for kind in ("zlib", "zstd"):
        images.whole(f"qcow2-compressed-{kind}", "qcow2", f"compression_type={kind}", ["-c"])
    key = "encrypt.format=luks,encrypt.key-secret=key,encrypt.iter-time=10"
    images.whole("qcow2-encrypted", "qcow2", key, SECRET)
    for subformat in ("monolithicSparse", "streamOptimized"):
        images.whole(f"vmdk-{subformat}", "vmdk", f"subformat={subformat}")
    images.whole("vhd-dynamic", "vpc", "subformat=dynamic,force_size=on")
    images.whole("vhdx-dynamic", "vhdx", "log_size=1M,block_size=1M")
    images.whole("vhdx-fixed", "vhdx", "subformat=fixed,log_size=1M,block_size=1M")
    images.whole("vdi-dynamic", "vdi", "")
    images.whole("vdi-static", "vdi", "static=on")
    images.whole("ploop", "parallels", "")
