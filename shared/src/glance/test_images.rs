//! Images that tests start from.

use crate::glance::image::Image;

/// A complete image as Glance 33 serves it.
pub(crate) fn active_image() -> Image {
    serde_json::from_value(serde_json::json!({
        "id": "71c675ab-d94f-49cd-a114-e12490b328d9",
        "name": "debian-13-generic-amd64",
        "status": "active",
        "visibility": "private",
        "protected": false,
        "tags": ["debian", "generic"],
        "container_format": "bare",
        "disk_format": "qcow2",
        "min_disk": 2,
        "min_ram": 512,
        "size": 11,
        "virtual_size": 2_147_483_648_u64,
        "checksum": "5eb63bbbe01eeed093cb22bb8f5acdc3",
        "os_hash_algo": "sha512",
        "os_hash_value": "309ecc489c12d6eb4cc40f50c902f2b4d0ed77ee511a7c7a9bcd3ca86d4cd86f\
                          989dd35bc5ff499670da34255b45b0cfd830e81f605dcf7dc5542e93ae9cd76f",
        "os_hidden": false,
        "owner": "7a7bb64ae5fc4d81aae2f1a41b6ab6c7",
        "created_at": "2026-11-21T17:38:45Z",
        "updated_at": "2026-11-21T17:39:02Z",
        "self": "/v2/images/71c675ab-d94f-49cd-a114-e12490b328d9",
        "file": "/v2/images/71c675ab-d94f-49cd-a114-e12490b328d9/file",
        "schema": "/v2/schemas/image",
        "stores": "fast",
        "os_distro": "debian",
        "hw_disk_bus": "virtio"
    }))
    .unwrap()
}
