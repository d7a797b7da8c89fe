//! What an inspection of a file finds.

use gaze_shared::inspect::{Content, FindingCode, FooterFault, Refusal};

use crate::i18n::text;

/// What was found, with what to do about it.
#[must_use]
pub(crate) fn finding(code: FindingCode) -> String {
    let sentence = match code {
        FindingCode::Empty => text::findings::empty(),
        FindingCode::QcowVersion => text::findings::qcow_version(),
        FindingCode::BackingFile => text::findings::backing_file(),
        FindingCode::ExternalDataFile => text::findings::external_data_file(),
        FindingCode::UnknownFeatures => text::findings::unknown_features(),
        FindingCode::Encrypted => text::findings::encrypted(),
        FindingCode::EncryptedVolume => text::findings::encrypted_volume(),
        FindingCode::Dirty => text::findings::dirty(),
        FindingCode::Corrupt => text::findings::corrupt(),
        FindingCode::Snapshots => text::findings::snapshots(),
        FindingCode::BannedFormat => text::findings::banned_format(),
        FindingCode::VmdkDescriptor => text::findings::vmdk_descriptor(),
        FindingCode::VmdkDescriptorLine => text::findings::vmdk_descriptor_line(),
        FindingCode::VmdkSubformat => text::findings::vmdk_subformat(),
        FindingCode::VmdkExtentPath => text::findings::vmdk_extent_path(),
        FindingCode::VmdkPart => text::findings::vmdk_part(),
        FindingCode::VmdkNoExtents => text::findings::vmdk_no_extents(),
        FindingCode::VmdkFooter(fault) => vmdk_footer(fault),
        FindingCode::BootFlag(_) => text::findings::boot_flag(),
        FindingCode::NoPartitions => text::findings::no_partitions(),
        FindingCode::ProtectiveChs => text::findings::protective_chs(),
        FindingCode::ProtectiveLba => text::findings::protective_lba(),
        FindingCode::ProtectiveNotAlone => text::findings::protective_not_alone(),
        FindingCode::DiskCutShort => text::findings::disk_cut_short(),
        FindingCode::TableMissing => text::findings::table_missing(),
        FindingCode::BackupTableMissing => text::findings::backup_table_missing(),
        FindingCode::CutOff(missing) => return text::findings::cut_off(missing),
        FindingCode::EndMissing => text::findings::end_missing(),
        FindingCode::EndNotChecked => text::findings::end_not_checked(),
        FindingCode::OddLength => text::findings::odd_length(),
        FindingCode::Blank => text::findings::blank(),
        FindingCode::FileSystem(name) => return text::findings::file_system(name.as_str()),
        FindingCode::BootSector(name) => return text::findings::boot_sector(name.as_str()),
        FindingCode::VolumePart(name) => return text::findings::volume_part(name.as_str()),
        FindingCode::SwapArea => text::findings::swap_area(),
        FindingCode::LuksVersion(_) => text::findings::luks_version(),
        FindingCode::Compressed => text::findings::compressed(),
        FindingCode::Archive => text::findings::archive(),
        FindingCode::ForeignFormat(name) => return text::findings::foreign_format(name.as_str()),
        FindingCode::NotADisk(content) => not_a_disk(content),
        FindingCode::Kernel => text::findings::kernel(),
        FindingCode::Ramdisk => text::findings::ramdisk(),
        FindingCode::DescriptorOnly => text::findings::descriptor_only(),
        FindingCode::ApplianceFaulty => text::findings::appliance_faulty(),
        FindingCode::Appliance => text::findings::appliance(),
        FindingCode::FixedVhd => text::findings::fixed_vhd(),
        FindingCode::ParentDisk => text::findings::parent_disk(),
        FindingCode::ImpossibleSize => text::findings::impossible_size(),
        FindingCode::Ambiguous => text::findings::ambiguous(),
        FindingCode::HybridDisc => text::findings::hybrid_disc(),
        FindingCode::Truncated => text::findings::truncated(),
        FindingCode::Incomplete => text::findings::incomplete(),
        FindingCode::Uninspectable => text::findings::uninspectable(),
        FindingCode::Unchecked => text::findings::unchecked(),
    };
    sentence.to_owned()
}

/// Why Glance will refuse a file.
#[must_use]
pub(crate) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::FormatMismatch { declared, detected } => {
            text::findings::format_mismatch(detected.as_str(), declared.as_str())
        }
        Refusal::Unsafe(code) => finding(*code),
    }
}

fn vmdk_footer(fault: FooterFault) -> &'static str {
    match fault {
        FooterFault::Signature => text::findings::vmdk_footer_signature(),
        FooterFault::Version => text::findings::vmdk_footer_version(),
        FooterFault::Descriptor => text::findings::vmdk_footer_descriptor(),
        FooterFault::AnotherFooter => text::findings::vmdk_footer_another_footer(),
        FooterFault::Marker => text::findings::vmdk_footer_marker(),
        FooterFault::EndOfStream => text::findings::vmdk_footer_end_of_stream(),
    }
}

fn not_a_disk(content: Content) -> &'static str {
    match content {
        Content::WebPage => text::findings::not_a_disk_web_page(),
        Content::Checksums => text::findings::not_a_disk_checksums(),
        Content::Signature => text::findings::not_a_disk_signature(),
        Content::Torrent => text::findings::not_a_disk_torrent(),
        Content::LfsPointer => text::findings::not_a_disk_lfs_pointer(),
        Content::Text => text::findings::not_a_disk_text(),
        Content::Program => text::findings::not_a_disk_program(),
        Content::Media => text::findings::not_a_disk_media(),
        Content::Database => text::findings::not_a_disk_database(),
        Content::EncryptedFile => text::findings::not_a_disk_encrypted_file(),
        Content::Zsync => text::findings::not_a_disk_zsync(),
        Content::Document => text::findings::not_a_disk_document(),
        Content::Squashfs => text::findings::not_a_disk_squashfs(),
        Content::WindowsArchive => text::findings::not_a_disk_windows_archive(),
        Content::AppleDisk => text::findings::not_a_disk_apple_disk(),
        Content::ForensicImage => text::findings::not_a_disk_forensic_image(),
        Content::DiscCopy => text::findings::not_a_disk_disc_copy(),
        Content::OldVmwareDisk => text::findings::not_a_disk_old_vmware_disk(),
        Content::CompressedHunks => text::findings::not_a_disk_compressed_hunks(),
        Content::ProxmoxBackup => text::findings::not_a_disk_proxmox_backup(),
        Content::PartcloneBackup => text::findings::not_a_disk_partclone_backup(),
        Content::AndroidSparse => text::findings::not_a_disk_android_sparse(),
        Content::ContainerImage => text::findings::not_a_disk_container_image(),
        Content::ForeignDisk => text::findings::not_a_disk_foreign_disk(),
    }
}
