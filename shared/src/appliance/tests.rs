use super::*;
use crate::inspect::{TarStep, TarWalk};

/// A member in the old way: a name, a size in octal digits, and the sum of the header.
fn member(name: &str, data: &[u8]) -> Vec<u8> {
    let mut header = vec![0; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[124..135].copy_from_slice(format!("{:011o}", data.len()).as_bytes());
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    header.extend_from_slice(data);
    header.resize(header.len().next_multiple_of(512), 0);
    header
}

fn members(archive: &[u8]) -> Vec<TarMember> {
    let mut walk = TarWalk::default();
    let mut members = Vec::new();
    loop {
        let start = walk.next() as usize;
        let end = archive.len().min(start + TarWalk::WINDOW_BYTES as usize);
        match walk.step(&archive[start..end]) {
            TarStep::Member(member) => members.push(member),
            TarStep::Between => {}
            TarStep::Ended => return members,
            TarStep::Broken => panic!("{archive:?}"),
        }
    }
}

/// As whoever reads the archive does it.
fn verdict(archive: &[u8]) -> ManifestVerdict {
    let members = members(archive);
    let data = |member: &TarMember| &archive[member.start as usize..][..member.length as usize];
    let Some(manifest) = find_manifest(&members) else {
        return ManifestVerdict::Absent;
    };
    let text = String::from_utf8_lossy(data(manifest));
    let check = || {
        let manifest = Manifest::read(&text)?;
        for entry in &manifest.entries {
            let mut hasher = MemberHasher::new(entry.algorithm);
            hasher.update(data(entry.member(&members)?));
            entry.compare(&hasher.finish())?;
        }
        Ok(manifest.entries.len())
    };
    check().map_or_else(ManifestVerdict::Faulty, ManifestVerdict::Holds)
}

fn digest(algorithm: ManifestAlgorithm, data: &[u8]) -> String {
    let mut hasher = MemberHasher::new(algorithm);
    hasher.update(data);
    hasher.finish().to_string()
}

fn archive(manifest: Option<&str>, disk: &[u8]) -> Vec<u8> {
    let mut archive = member("a.ovf", b"<Envelope/>");
    if let Some(manifest) = manifest {
        archive.extend(member("a.mf", manifest.as_bytes()));
    }
    archive.extend(member("./disk (1).vmdk", disk));
    archive.extend([0; 1024]);
    archive
}

#[test]
fn sha_1_has_its_published_value() {
    // FIPS 180-4 examples.
    let abc = digest(ManifestAlgorithm::Sha1, b"abc");
    assert_eq!(abc, "a9993e364706816aba3e25717850c26c9cd0d89d");
}

#[test]
fn a_manifest_holds_by_each_of_its_digests_however_it_is_written() {
    use ManifestAlgorithm::{Sha1, Sha256, Sha512};
    for (name, algorithm) in [("SHA1", Sha1), ("SHA256", Sha256), ("sha512", Sha512)] {
        let (ovf, disk) = (
            digest(algorithm, b"<Envelope/>"),
            digest(algorithm, b"disk"),
        );
        let disk = disk.to_ascii_uppercase();
        let text = format!("{name}(a.ovf)= {ovf}\r\n\n{name} (disk (1).vmdk) ={disk}\n");
        let verdict = verdict(&archive(Some(&text), b"disk"));
        assert_eq!(verdict, ManifestVerdict::Holds(2), "{text}");
    }
}

#[test]
fn what_is_not_as_the_manifest_says_is_told_by_the_name_of_the_file() {
    let faulty = |text: &str| verdict(&archive(Some(text), b"disk"));
    let disk = digest(ManifestAlgorithm::Sha1, b"other");
    let differs = faulty(&format!("SHA1(disk (1).vmdk)= {disk}"));
    let name = Box::from("disk (1).vmdk");
    assert_eq!(
        differs,
        ManifestVerdict::Faulty(ManifestFault::Differs(name))
    );
    let missing = faulty(&format!("SHA1(gone.vmdk)= {disk}"));
    let name = Box::from("gone.vmdk");
    assert_eq!(
        missing,
        ManifestVerdict::Faulty(ManifestFault::Missing(name))
    );
    for text in [
        "",
        "MD5(a.ovf)= 00",
        "SHA1(a.ovf)= ",
        "SHA1 a.ovf 00",
        "SHA1(a.ovf)= xyz",
    ] {
        let unreadable = ManifestVerdict::Faulty(ManifestFault::Unreadable);
        assert_eq!(faulty(text), unreadable, "{text}");
    }
    let line = format!(
        "SHA1(a.ovf)= {}\n",
        digest(ManifestAlgorithm::Sha1, b"<Envelope/>")
    );
    assert_eq!(faulty(&line), ManifestVerdict::Holds(1));
    let unreadable = ManifestVerdict::Faulty(ManifestFault::Unreadable);
    assert_eq!(faulty(&line.repeat(2)), unreadable, "one file twice");
    let twice = [member("a.ovf", b"other"), archive(Some(&line), b"disk")].concat();
    let differs = ManifestVerdict::Faulty(ManifestFault::Differs("a.ovf".into()));
    assert_eq!(verdict(&twice), differs, "two files of one name");
    assert_eq!(verdict(&archive(None, b"disk")), ManifestVerdict::Absent);
}
