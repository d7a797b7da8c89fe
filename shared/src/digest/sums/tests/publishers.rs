//! The files that lie beside images, in the style of each publisher.

use super::*;
use crate::units::Bytes;

struct Sample {
    publisher: &'static str,
    /// The name of the sums file.
    file: &'static str,
    text: String,
    image: &'static str,
    algorithm: Algorithm,
    digest: String,
}

fn sample(
    publisher: &'static str,
    file: &'static str,
    text: String,
    image: &'static str,
    expected: (Algorithm, String),
) -> Sample {
    let (algorithm, digest) = expected;
    Sample {
        publisher,
        file,
        text,
        image,
        algorithm,
        digest,
    }
}

fn clear_signed(text: &str) -> String {
    format!(
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{text}-----BEGIN PGP SIGNATURE-----\n\n\
         iQIzBAEBCAAdFiEEx/Lz0kNVyZKvBOHEdiZpQ5gHEAFAmcZ0aYACgkQdiZpQ5gH\nEAE=\n=Q2xv\n\
         -----END PGP SIGNATURE-----\n"
    )
}

fn samples() -> Vec<Sample> {
    use Algorithm::{Md5, Sha256, Sha512};
    let (one, two, three) = (sha256(1), sha256(2), sha256(3));
    let (long_one, long_two) = (sha512(1), sha512(2));
    let fedora = format!(
        "# Fedora-Cloud-Base-Generic-44-1.7.x86_64.qcow2: 556793856 bytes\n\
         SHA256 (Fedora-Cloud-Base-Generic-44-1.7.x86_64.qcow2) = {one}\n\
         # Fedora-Cloud-Base-UKI-44-1.7.x86_64.qcow2: 575602688 bytes\n\
         SHA256 (Fedora-Cloud-Base-UKI-44-1.7.x86_64.qcow2) = {two}\n"
    );
    vec![
        sample(
            "Ubuntu",
            "SHA256SUMS",
            format!(
                "{one} *noble-server-cloudimg-amd64.img\n{two} *noble-server-cloudimg-amd64.manifest\n"
            ),
            "noble-server-cloudimg-amd64.img",
            (Sha256, one.clone()),
        ),
        sample(
            "Debian",
            "SHA512SUMS",
            format!(
                "{long_one}  debian-13-generic-amd64.json\n{long_two}  debian-13-generic-amd64.qcow2\n"
            ),
            "debian-13-generic-amd64.qcow2",
            (Sha512, long_two.clone()),
        ),
        sample(
            "Fedora",
            "Fedora-Cloud-44-1.7-x86_64-CHECKSUM",
            clear_signed(&fedora),
            "Fedora-Cloud-Base-UKI-44-1.7.x86_64.qcow2",
            (Sha256, two.clone()),
        ),
        sample(
            "Rocky Linux",
            "CHECKSUM",
            format!(
                "# Rocky-10-GenericCloud-Base.latest.x86_64.qcow2: 565903360 bytes\n\
                 SHA256 (Rocky-10-GenericCloud-Base.latest.x86_64.qcow2) = {one}\n"
            ),
            "Rocky-10-GenericCloud-Base.latest.x86_64.qcow2",
            (Sha256, one.clone()),
        ),
        sample(
            "AlmaLinux",
            "CHECKSUM",
            format!(
                "{one}  AlmaLinux-10-GenericCloud-latest.x86_64.qcow2\n{two}  AlmaLinux-10-OpenNebula-latest.x86_64.qcow2\n"
            ),
            "AlmaLinux-10-GenericCloud-latest.x86_64.qcow2",
            (Sha256, one.clone()),
        ),
        sample(
            "CentOS Stream",
            "CentOS-Stream-GenericCloud-10-latest.x86_64.qcow2.SHA256SUM",
            format!(
                "# CentOS-Stream-GenericCloud-10-latest.x86_64.qcow2: 1023000000 bytes\nSHA256 (CentOS-Stream-GenericCloud-10-latest.x86_64.qcow2) = {three}\n"
            ),
            "CentOS-Stream-GenericCloud-10-latest.x86_64.qcow2",
            (Sha256, three.clone()),
        ),
        sample(
            "openSUSE",
            "openSUSE-Leap-16.0-Minimal-VM.x86_64-Cloud.qcow2.sha256",
            format!("{one}  openSUSE-Leap-16.0-Minimal-VM.x86_64-Cloud.qcow2\n"),
            "openSUSE-Leap-16.0-Minimal-VM.x86_64-Cloud.qcow2",
            (Sha256, one.clone()),
        ),
        sample(
            "Arch Linux",
            "Arch-Linux-x86_64-cloudimg.qcow2.SHA256",
            format!("{one}  Arch-Linux-x86_64-cloudimg.qcow2\n"),
            "Arch-Linux-x86_64-cloudimg.qcow2",
            (Sha256, one.clone()),
        ),
        sample(
            "Alpine",
            "generic_alpine-3.23.0-x86_64-bios-cloudinit-r0.qcow2.sha512",
            format!("{long_one}\n"),
            "generic_alpine-3.23.0-x86_64-bios-cloudinit-r0.qcow2",
            (Sha512, long_one.clone()),
        ),
        sample(
            "Flatcar",
            "flatcar_production_openstack_image.img.DIGESTS",
            format!(
                "# MD5 HASH\n{}  flatcar_production_openstack_image.img\n\
                 # SHA1 HASH\n{}  flatcar_production_openstack_image.img\n\
                 # SHA512 HASH\n{long_one}  flatcar_production_openstack_image.img\n",
                md5(1),
                hex(40, 1)
            ),
            "flatcar_production_openstack_image.img",
            (Sha512, long_one.clone()),
        ),
        sample(
            "CirrOS",
            "MD5SUMS",
            format!(
                "{}  cirros-0.6.3-x86_64-disk.img\n{}  cirros-0.6.3-x86_64-kernel\n",
                md5(1),
                md5(2)
            ),
            "cirros-0.6.3-x86_64-disk.img",
            (Md5, md5(1)),
        ),
        sample(
            "FreeBSD",
            "CHECKSUM.SHA512",
            format!(
                "SHA512 (FreeBSD-15.0-RELEASE-amd64-BASIC-CLOUDINIT-ufs.qcow2.xz) = {long_one}\n\
                 SHA512 (FreeBSD-15.0-RELEASE-amd64-BASIC-CLOUDINIT-ufs.raw.xz) = {long_two}\n"
            ),
            "FreeBSD-15.0-RELEASE-amd64-BASIC-CLOUDINIT-ufs.raw.xz",
            (Sha512, long_two),
        ),
        sample(
            "OpenBSD",
            "SHA256.sig",
            format!(
                "untrusted comment: verify with openbsd-78-base.pub\n\
                 RWS3/nvFmk4SWTJcnhLsxg0v0qBc5oWcUw7XsdSKfMPIQGZ0rGIXHJPvKnfX\n\
                 SHA256 (install78.img) = {one}\nSHA256 (miniroot78.img) = {two}\n"
            ),
            "miniroot78.img",
            (Sha256, two.clone()),
        ),
        sample(
            "Talos, by OpenSSL",
            "sums.txt",
            format!("SHA2-256(./_out/openstack-amd64.raw.xz)= {one}\n"),
            "openstack-amd64.raw.xz",
            (Sha256, one.clone()),
        ),
        sample(
            "The manifest of an OVA (DSP0243)",
            "appliance.mf",
            format!("SHA256(appliance.ovf)= {one}\nSHA256(appliance-disk1.vmdk)= {two}\n"),
            "appliance-disk1.vmdk",
            (Sha256, two.clone()),
        ),
        sample(
            "certutil",
            "image.txt",
            format!(
                "SHA256 hash of C:\\Users\\me\\image v2.iso:\r\n{one}\r\nCertUtil: -hashfile command completed successfully.\r\n"
            ),
            "image v2.iso",
            (Sha256, one.clone()),
        ),
        sample(
            "certutil of Windows 7, in German",
            "image.txt",
            format!(
                "MD5-Hash der Datei image.iso:\r\n{}\r\nCertUtil: -hashfile-Befehl wurde erfolgreich ausgeführt.\r\n",
                md5(4)
                    .as_bytes()
                    .chunks(2)
                    .map(|pair| std::str::from_utf8(pair).unwrap())
                    .collect::<Vec<_>>()
                    .join(" ")
            ),
            "image.iso",
            (Md5, md5(4)),
        ),
        sample(
            "Get-FileHash",
            "hash.txt",
            format!(
                "\r\nAlgorithm       Hash                                      Path\r\n\
                 ---------       ----                                      ----\r\n\
                 SHA256          {}       C:\\Users\\me\\image.iso\r\n\r\n",
                one.to_uppercase()
            ),
            "image.iso",
            (Sha256, one.clone()),
        ),
        sample(
            "Get-FileHash as a list",
            "hash.txt",
            format!(
                "\r\nAlgorithm : SHA512\r\nHash      : {}\r\nPath      : C:\\Users\\me\\image.iso\r\n",
                long_one.to_uppercase()
            ),
            "image.iso",
            (Sha512, long_one),
        ),
    ]
}

#[test]
fn each_publisher_s_list_tells_what_its_image_must_have() {
    for sample in samples() {
        let source = Source::File { name: sample.file };
        let sums = Sums::read(source, sample.text.as_bytes());
        let sums = sums.unwrap_or_else(|error| panic!("{}: {error:?}", sample.publisher));
        assert_eq!(sums.unread_lines(), 0, "{}", sample.publisher);
        let sought = named(sample.image);
        let Lookup::Found(expected) = sums.find(&sought) else {
            panic!("{}: {:?}", sample.publisher, sums.find(&sought));
        };
        assert_eq!(expected.algorithm, sample.algorithm, "{}", sample.publisher);
        assert_eq!(
            expected.digest.as_str(),
            sample.digest,
            "{}",
            sample.publisher
        );
        assert!(matches!(
            expected.found_by,
            FoundBy::Name | FoundBy::BaseName
        ));
        let lookup = sums.find(&named("elsewhere.img"));
        assert!(!matches!(lookup, Lookup::Found(_)), "{}", sample.publisher);
    }
}

#[test]
fn each_publisher_s_list_is_known_as_one_in_every_encoding_and_with_every_end_of_lines() {
    for sample in samples() {
        let windows = sample.text.replace("\r\n", "\n").replace('\n', "\r\n");
        for text in [sample.text.clone(), windows] {
            let units = || text.encode_utf16();
            let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
            for bytes in [
                text.as_bytes().to_vec(),
                [b"\xef\xbb\xbf", text.as_bytes()].concat(),
                [b"\xff\xfe", &little[..]].concat(),
                [b"\xfe\xff", &big[..]].concat(),
            ] {
                let size = Bytes(bytes.len() as u64);
                assert!(looks_like_sums("a", size, &bytes), "{}", sample.publisher);
                let source = Source::File { name: sample.file };
                let sums = Sums::read(source, &bytes).unwrap();
                let expected = found(&sums, &named(sample.image));
                assert_eq!(
                    expected.digest.as_str(),
                    sample.digest,
                    "{}",
                    sample.publisher
                );
            }
        }
    }
}

#[test]
fn a_signature_is_told_and_its_text_read_without_it() {
    let samples = samples();
    let signature = |publisher: &str| {
        let sample = samples.iter().find(|sample| sample.publisher == publisher);
        let text = sample.unwrap().text.as_bytes();
        Sums::read(Source::Pasted, text).unwrap().signature()
    };
    assert_eq!(signature("Fedora"), Some(Signature::ClearSigned));
    assert_eq!(signature("OpenBSD"), Some(Signature::Signify));
    assert_eq!(signature("Debian"), None);
}

#[test]
fn what_stands_outside_of_a_signed_text_is_not_taken_for_signed() {
    let signed = clear_signed(&format!("{}  disk.img\n- - {}\n", sha256(1), "dash"));
    let line = format!("{}  disk.img\n", sha256(2));
    let sums = pasted(&format!("{line}{signed}{line}"));
    assert_eq!(found(&sums, &named("disk.img")).digest.as_str(), sha256(1));
    assert_eq!(sums.unread_lines(), 3);
    // A signed text can be followed by another one.
    let second = clear_signed(&format!("{}  other.img\n", sha256(3)));
    let sums = pasted(&format!("{signed}{second}"));
    assert_eq!(found(&sums, &named("disk.img")).digest.as_str(), sha256(1));
    assert_eq!(found(&sums, &named("other.img")).digest.as_str(), sha256(3));
}

#[test]
fn a_name_that_begins_with_a_dash_is_read_as_it_was_before_it_was_signed() {
    let text = clear_signed(&format!("- -- {}\n{}  disk.img\n", "heading", sha256(1)));
    let sums = pasted(&text);
    assert_eq!(found(&sums, &named("disk.img")).digest.as_str(), sha256(1));
    let cut = text.replace("-----END PGP SIGNATURE-----\n", "");
    assert_eq!(pasted(&cut).signature(), Some(Signature::ClearSignedCut));
}
