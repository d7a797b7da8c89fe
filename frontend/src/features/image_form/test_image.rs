//! The image that tests of forms start from.

use gaze_shared::glance::image::Image;

pub(crate) fn image() -> Image {
    serde_json::from_value(serde_json::json!({
        "id": "71c675ab-d94f-49cd-a114-e12490b328d9", "name": "debian-13", "status": "active",
        "visibility": "private", "protected": false, "tags": ["debian", "generic"],
        "container_format": "bare", "disk_format": "qcow2", "min_disk": 2, "min_ram": 512,
        "size": 11, "virtual_size": null, "checksum": null, "owner": "me",
        "created_at": "2026-11-21T17:38:45Z", "updated_at": "2026-11-21T17:39:02Z",
        "os_distro": "debian"
    }))
    .unwrap()
}
