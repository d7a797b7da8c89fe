"""What a program does with images through openstacksdk, with the image service at a given address.

Reads one JSON object: `credentials` (arguments of `openstack.connect`), `endpoint`, `region_name`.
Prints what it saw, as JSON.
"""

import hashlib
import io
import json
import sys
import warnings

import openstack
from openstack import exceptions


class Unsized(io.RawIOBase):
    """Data whose length nobody knows before its end, which is sent in chunks."""

    def __init__(self, data):
        self.rest = io.BytesIO(data)

    def readable(self):
        return True

    def read(self, size=-1):
        return self.rest.read(size)

    def __iter__(self):
        return iter(lambda: self.rest.read(65536), b"")


def attempt(action):
    """What an action gives, or the error that a caller sees."""
    try:
        return plain(action())
    except exceptions.SDKException as error:
        return f"{type(error).__name__}: {error}"


def plain(resource):
    if not hasattr(resource, "to_dict"):
        return resource
    found = resource.to_dict(computed=False, original_names=True)
    return {name: value for name, value in sorted(found.items()) if value not in (None, {}, [])}


def life_of_an_image(image, name):
    yield attempt(lambda: (image.create_image(
        name=f"{name}-bytes", data=b"x" * 70_000, disk_format="raw", container_format="bare",
        validate_checksum=True, wait=True, tags=["é"], os_distro="débian",
    )))
    one = image.find_image(f"{name}-bytes")
    yield hashlib.sha256(image.download_image(one).content).hexdigest()
    with image.download_image(one, stream=True) as streamed:
        yield sum(len(chunk) for chunk in streamed.iter_content(8192))
    yield attempt(lambda: (image.update_image(one, name=f"{name}-renamed", min_disk=2)))
    yield plain(image.add_tag(one, "a b"))
    yield plain(image.remove_tag(one, "a b"))
    yield plain(image.deactivate_image(one))
    yield plain(image.reactivate_image(one))
    yield [plain(task) for task in image.image_tasks(one)]
    yield attempt(lambda: (image.add_member(one, member_id="someone")))
    yield [plain(member) for member in image.members(one)]
    yield attempt(lambda: (image.update_member("someone", one, status="accepted")))
    yield attempt(lambda: (image.remove_member("someone", one)))
    yield plain(image.get_image(one.id))
    unsized = image.create_image(name=f"{name}-unsized", disk_format="raw", container_format="bare")
    unsized = image.find_image(f"{name}-unsized")
    unsized.data = Unsized(b"y" * 200_000)
    yield attempt(lambda: unsized.upload(image).status_code)
    yield plain(image.get_image(unsized.id))
    staged = image.create_image(name=f"{name}-staged", disk_format="raw", container_format="bare",
                                allow_duplicates=True)
    staged = image.find_image(f"{name}-staged")
    yield attempt(lambda: (image.stage_image(staged, data=b"z" * 1000)))
    yield attempt(lambda: image.import_image(staged).status_code)
    yield attempt(lambda: image.wait_for_status(image.get_image(staged.id), "active", wait=60).status)
    yield attempt(lambda: (image.get_import_info()))
    yield [plain(store) for store in image.stores()]
    yield attempt(lambda: [plain(store) for store in image.stores(details=True)])
    names = [found.name for found in image.images(sort="name:asc", limit=1) if found.name.startswith(name)]
    yield names
    for found in (one, unsized, staged):
        yield attempt(lambda found=found: image.delete_image(found.id, ignore_missing=False))
    yield attempt(lambda: image.delete_image(one.id, ignore_missing=False))
    yield attempt(lambda: image.get_image("nothing"))


def catalogue(image):
    for schema in ("image", "images", "member", "members", "tasks", "task", "metadef_namespace",
                   "metadef_resource_type", "metadef_property", "metadef_tag", "metadef_object"):
        yield plain(getattr(image, f"get_{schema}_schema")())
    namespace = "OS::Compute::Hypervisor"
    yield plain(image.get_metadef_namespace(namespace))
    # Other tests make namespaces of this name meanwhile.
    names = [found.namespace for found in image.metadef_namespaces(limit=10)]
    yield sorted(name for name in names if not name.startswith("Gaze::"))
    yield [plain(found) for found in image.metadef_resource_types()]
    yield [plain(found) for found in image.metadef_properties(namespace)]
    yield [plain(found) for found in image.metadef_objects(namespace)]
    yield [plain(found) for found in image.metadef_resource_type_associations(namespace)]
    yield attempt(lambda: (image.create_metadef_namespace(namespace="Gaze::none")))
    yield attempt(lambda: [plain(task) for task in image.tasks()])
    yield attempt(lambda: (image.get_image_cache()))


def main():
    warnings.simplefilter("ignore")
    scene = json.load(sys.stdin)
    cloud = openstack.connect(**scene["credentials"], image_endpoint_override=scene["endpoint"])
    image = cloud.image
    seen = list(life_of_an_image(image, scene["name"])) + list(catalogue(image))
    json.dump(seen, sys.stdout, default=str)


main()
