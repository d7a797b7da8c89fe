mod properties;
mod stories;
mod world;

use gaze_shared::digest::{Algorithm, Hasher};
use gaze_shared::glance::image::Image;
use gaze_shared::units::Bytes;

use crate::session::ActingAs;

/// What Glance has stored.
pub(in crate::features::downloads) const DATA: &[u8] = b"the data of an image";

fn digest(algorithm: Algorithm, data: &[u8]) -> String {
    let mut hasher = Hasher::new(algorithm);
    hasher.update(data);
    hasher.finish().to_string()
}

/// An image with this data.
pub(in crate::features::downloads) fn image_of(data: &[u8]) -> Image {
    let text = r#"{"id": "71c675ab-d94f-49cd-a114-e12490b328d9", "name": "debian-13", "status": "active",
        "disk_format": "qcow2", "container_format": "bare", "os_hash_algo": "sha512"}"#;
    let mut image: Image = serde_json::from_str(text).unwrap();
    image.size = Some(Bytes(data.len() as u64));
    image.os_hash_value = Some(digest(Algorithm::Sha512, data));
    image.checksum = Some(digest(Algorithm::Md5, data));
    image
}

pub(in crate::features::downloads) fn image() -> Image {
    image_of(DATA)
}

fn person(user: &str, project: &str) -> ActingAs {
    ActingAs {
        user_id: user.into(),
        project_id: project.into(),
        project_name: project.into(),
        region: "RegionOne".into(),
    }
}

fn demo() -> ActingAs {
    person("demo", "demo")
}
