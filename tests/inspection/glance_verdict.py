"""What Glance says of a file: its own code, over data that is not uploaded.

The data streams once through oslo.utils' InspectWrapper, in pieces as the file store reads them.
Then Glance's own ``ImageProxy.set_data`` decides, once per declared format, over the wrapper as it
is after an upload.
"""

import logging
import types
import warnings

warnings.filterwarnings("ignore")

import glance.common.config  # noqa: E402,F401  It registers the options that set_data reads.
import glance.location  # noqa: E402
from glance.common import exception  # noqa: E402
from oslo_utils.imageutils import format_inspector  # noqa: E402

# Every format that Glance lists or oslo.utils knows, and one that a cloud has added.
DECLARED = (
    "ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop",
    "gpt", "luks", "qed", "root-tar",
)
# filesystem_store_chunk_size, and Swift's Store.CHUNKSIZE.
CHUNK_BYTES = 65536
# As Glance begins the answer when several formats fit; their order is that of a set.
SEVERAL = "Multiple formats detected"

# oslo.utils logs each mismatch; a corpus of nothing else would drown the output.
logging.disable(logging.CRITICAL)

_InspectWrapper = format_inspector.InspectWrapper
_safety_failures = []


def _remember_failures(error, failures, original=format_inspector.SafetyCheckFailed.__init__):
    original(error, failures)
    _safety_failures[:] = [str(failure) for failure in failures.values()]


format_inspector.SafetyCheckFailed.__init__ = _remember_failures
# set_data wraps the data itself; here it is wrapped and has been read already.
format_inspector.InspectWrapper = lambda wrapper: wrapper


class _Source:
    """Pieces of a file, read as a store reads them: the last one is empty."""

    def __init__(self, chunks):
        self._chunks = iter(chunks)

    def read(self, _size):
        return next(self._chunks, b"")


def inspect(chunks):
    """The verdict on a file in pieces of CHUNK_BYTES, ready for JSON."""
    wrapper = _InspectWrapper(_Source(chunks))
    while wrapper.read(CHUNK_BYTES):
        pass
    wrapper.close()
    verdicts = {declared: _set_data(wrapper, declared) for declared in DECLARED}
    del _safety_failures[:]
    _set_data(wrapper, "raw")
    return {
        "formats": _formats(wrapper),
        "reasons": list(_safety_failures),
        "verdicts": verdicts,
    }


def _formats(wrapper):
    """The formats that fit; None when oslo.utils fails to say."""
    try:
        return sorted(str(match) for match in wrapper.formats)
    except AttributeError:
        return None


def _set_data(wrapper, declared):
    upload = types.SimpleNamespace(
        image=types.SimpleNamespace(
            container_format="bare",
            disk_format=declared,
            extra_properties={},
            image_id="corpus",
            status="saving",
            virtual_size=None,
        ),
        context=None,
        _upload_to_store=lambda *_arguments: None,
    )
    try:
        glance.location.ImageProxy.set_data(upload, wrapper)
    except exception.InvalidImageData as error:
        message = str(error)
        return {"refused": SEVERAL if message.startswith(SEVERAL) else message}
    return {"virtual_size": upload.image.virtual_size}
