//! The images that a fresh demo has: formats, states and visibilities of every kind.

use serde_json::{Value, json};

use super::disk::{Disk, Format};
use crate::openstack::{NewImage, Person};

/// One image to make.
#[derive(Debug)]
pub(super) struct Sample {
    pub(super) name: &'static str,
    pub(super) owner: Person,
    visibility: &'static str,
    format: Format,
    /// `None` leaves the image without data: queued.
    pub(super) disk: Option<Disk>,
    details: fn() -> Value,
    pub(super) afterwards: Afterwards,
}

/// What is done once the data is there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Afterwards {
    Nothing,
    Deactivate,
    /// Offered to a person, who has not answered yet.
    OfferTo(Person),
    /// Offered to a person, who has accepted.
    ShareWith(Person),
}

impl Sample {
    /// The body of the create call.
    pub(super) fn body(&self) -> NewImage {
        let mut body = NewImage::new();
        body.insert("name".to_owned(), self.name.into());
        body.insert("visibility".to_owned(), self.visibility.into());
        body.insert("disk_format".to_owned(), self.format.name().into());
        body.insert("container_format".to_owned(), "bare".into());
        if let Value::Object(details) = (self.details)() {
            body.extend(details);
        }
        body
    }
}

const fn disk(format: Format, virtual_mib: u32, data_mib: u32) -> Option<Disk> {
    Some(Disk {
        format,
        virtual_mib,
        data_mib,
    })
}

/// From the oldest to the newest.
pub(super) const SAMPLES: [Sample; 12] = [
    Sample {
        name: "Ubuntu 24.04 LTS (Noble Numbat)",
        owner: Person::Admin,
        visibility: "public",
        format: Format::Qcow2,
        disk: disk(Format::Qcow2, 3584, 14),
        details: || {
            json!({
                "protected": true, "min_disk": 4, "min_ram": 512,
                "tags": ["lts", "cloud-init"],
                "os_distro": "ubuntu", "os_version": "24.04", "os_type": "linux",
                "architecture": "x86_64", "hw_disk_bus": "virtio", "hw_qemu_guest_agent": "yes",
            })
        },
        afterwards: Afterwards::Nothing,
    },
    Sample {
        name: "Debian 12 (Bookworm)",
        owner: Person::Admin,
        visibility: "public",
        format: Format::Qcow2,
        disk: disk(Format::Qcow2, 2048, 9),
        details: || {
            json!({
                "min_disk": 2, "min_ram": 256, "tags": ["cloud-init"],
                "os_distro": "debian", "os_version": "12", "os_type": "linux",
                "architecture": "x86_64",
            })
        },
        afterwards: Afterwards::Nothing,
    },
    Sample {
        name: "Fedora CoreOS 43 live",
        owner: Person::Alt,
        visibility: "community",
        format: Format::Iso,
        disk: disk(Format::Iso, 0, 11),
        details: || json!({ "tags": ["installer"], "os_distro": "fedora-coreos", "os_version": "43" }),
        afterwards: Afterwards::Nothing,
    },
    Sample {
        name: "CentOS 7 (end of life)",
        owner: Person::Demo,
        visibility: "private",
        format: Format::Qcow2,
        disk: disk(Format::Qcow2, 8192, 6),
        details: || json!({ "tags": ["unsupported"], "os_distro": "centos", "os_version": "7" }),
        afterwards: Afterwards::Deactivate,
    },
    Sample {
        name: "Windows Server 2022 for VMware",
        owner: Person::Demo,
        visibility: "private",
        format: Format::Vmdk,
        disk: disk(Format::Vmdk, 40960, 12),
        details: || {
            json!({
                "min_disk": 40, "min_ram": 4096, "os_distro": "windows", "os_type": "windows",
                "vmware_adaptertype": "ide", "vmware_disktype": "sparse",
            })
        },
        afterwards: Afterwards::Nothing,
    },
    Sample {
        name: "FreeBSD 14.3 for VirtualBox",
        owner: Person::Demo,
        visibility: "private",
        format: Format::Vdi,
        disk: disk(Format::Vdi, 6144, 7),
        details: || json!({ "protected": true, "os_distro": "freebsd", "os_version": "14.3", "tags": ["lab"] }),
        afterwards: Afterwards::Nothing,
    },
    Sample {
        name: "Rescue CD 2026.10",
        owner: Person::Demo,
        visibility: "private",
        format: Format::Iso,
        disk: disk(Format::Iso, 0, 6),
        details: || json!({ "tags": ["rescue"], "os_type": "linux" }),
        afterwards: Afterwards::Nothing,
    },
    Sample {
        name: "Kubernetes node 1.34",
        owner: Person::Demo,
        visibility: "shared",
        format: Format::Qcow2,
        disk: disk(Format::Qcow2, 20480, 13),
        details: || {
            json!({
                "min_disk": 20, "min_ram": 2048, "tags": ["kubernetes", "production"],
                "os_distro": "rocky", "os_version": "9.6", "os_type": "linux",
                "architecture": "x86_64", "hw_disk_bus": "virtio", "hw_vif_model": "virtio",
                "hw_firmware_type": "uefi", "hw_qemu_guest_agent": "yes",
            })
        },
        afterwards: Afterwards::Nothing,
    },
    Sample {
        name: "Build runner 7.2",
        owner: Person::Alt,
        visibility: "shared",
        format: Format::Qcow2,
        disk: disk(Format::Qcow2, 10240, 5),
        details: || json!({ "tags": ["ci"], "os_distro": "debian", "os_version": "12" }),
        afterwards: Afterwards::ShareWith(Person::Demo),
    },
    Sample {
        name: "GPU workstation base",
        owner: Person::Alt,
        visibility: "shared",
        format: Format::Raw,
        disk: disk(Format::Raw, 0, 8),
        details: || json!({ "min_ram": 8192, "os_distro": "rocky", "os_version": "9.6" }),
        afterwards: Afterwards::OfferTo(Person::Demo),
    },
    Sample {
        name: "web-server nightly",
        owner: Person::Demo,
        visibility: "shared",
        format: Format::Raw,
        disk: disk(Format::Raw, 0, 10),
        details: || json!({ "tags": ["nightly", "web"], "os_distro": "debian", "os_version": "12" }),
        afterwards: Afterwards::Nothing,
    },
    Sample {
        name: "AlmaLinux 10 (waiting for its data)",
        owner: Person::Demo,
        visibility: "private",
        format: Format::Qcow2,
        disk: None,
        details: || json!({ "os_distro": "almalinux", "os_version": "10" }),
        afterwards: Afterwards::Nothing,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_says_what_glance_has_to_know() {
        for sample in &SAMPLES {
            let body = sample.body();
            assert_eq!(body["name"], sample.name);
            assert!(
                sample
                    .disk
                    .is_none_or(|disk| disk.format.name() == body["disk_format"])
            );
        }
    }

    #[test]
    fn names_differ_so_that_a_sample_is_found_again() {
        let names: std::collections::BTreeSet<_> =
            SAMPLES.iter().map(|sample| sample.name).collect();
        assert_eq!(names.len(), SAMPLES.len());
    }
}
