"""Upload a file by tuspy, once from its beginning, or on from where another upload of it stands.

Reads one JSON object: `endpoint`, `headers`, `metadata`, `file`, `chunk_size`, and, to go on, `url`; with
`stop_at` it stops there. Prints the upload's address and how far it is.
"""

import json
import sys

from tusclient.client import TusClient

asked = json.load(sys.stdin)
uploader = TusClient(asked["endpoint"], headers=asked["headers"]).uploader(
    file_path=asked["file"],
    url=asked.get("url"),
    chunk_size=asked["chunk_size"],
    metadata=asked["metadata"],
    upload_checksum=asked["checksums"],
)
uploader.upload(stop_at=asked.get("stop_at"))
json.dump({"url": uploader.url, "offset": uploader.offset}, sys.stdout)
