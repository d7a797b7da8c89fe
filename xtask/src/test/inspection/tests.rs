//! That the stage notices a difference.

use super::*;

/// A corpus of one base, "text", and these lines.
fn judged(lines: &[&str], filter: Option<&str>) -> (StageOutcome, Summary) {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("bases")).unwrap();
    fs::write(dir.path().join("bases/text"), "some text").unwrap();
    fs::write(dir.path().join("expected.jsonl"), lines.join("\n")).unwrap();
    judge(&Corpus::read(dir.path()).unwrap(), filter).unwrap()
}

const AGREED: &str = r#"{"base":"text","recipe":"as it is","size":9,"changes":[],"formats":["raw"],
    "reasons":[],"verdicts":{"raw":{"virtual_size":9},
    "iso":{"refused":"Image disk_format iso does not match stream data raw"}}}"#;

fn line(text: &str) -> String {
    text.replace('\n', "")
}

#[test]
fn a_base_whose_files_agree_is_a_passed_test() {
    let (outcome, summary) = judged(&[&line(AGREED), &line(AGREED)], None);
    assert_eq!(outcome.tally, Tally::ONE_PASSED, "{}", outcome.output);
    assert_eq!((summary.files, summary.most_bytes), (2, 9));
}

#[test]
fn each_file_that_differs_is_a_failed_test_with_its_recipe_for_a_name() {
    let accepted = line(AGREED).replace(
        r#"{"refused":"Image disk_format iso does not match stream data raw"}"#,
        r#"{"virtual_size":null}"#,
    );
    let as_qcow2 = line(AGREED).replace("[\"raw\"]", "[\"qcow2\"]");
    // The changes count: the same text with a gzip mark is still raw to Glance.
    let changed = line(AGREED).replace("\"changes\":[]", "\"changes\":[[0,\"1f8b08\"]]");
    let (outcome, _) = judged(&[&accepted, &as_qcow2, &changed], None);
    assert_eq!(
        outcome.tally,
        Tally {
            passed: 0,
            failed: 2
        }
    );
    assert!(
        outcome
            .output
            .starts_with("FAILED text, as it is: declared iso: Glance says"),
        "{}",
        outcome.output
    );
}

#[test]
fn a_filter_that_fits_nothing_fails() {
    let (outcome, _) = judged(&[&line(AGREED)], Some("no such recipe"));
    assert_eq!(outcome.tally, Tally::ONE_FAILED);
}

#[test]
fn a_whole_disk_that_is_said_to_be_cut_off_and_a_cut_one_that_is_not_are_failures() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("bases")).unwrap();
    let verdicts = r#""changes":[],"formats":["raw"],"reasons":[],"verdicts":{}}"#;
    let disk = vec![0xa5; 1024];
    fs::write(dir.path().join("bases/whole-disk"), disk).unwrap();
    let mut system = vec![0; 4096];
    // An ext2 of more blocks than there are.
    system[1024 + 4] = 200;
    system[1024 + 0x38..1024 + 0x3a].copy_from_slice(&[0x53, 0xEF]);
    fs::write(dir.path().join("bases/whole-system"), system).unwrap();
    let lines = [
        format!(r#"{{"base":"whole-disk","recipe":"cut to 512 bytes","size":512,{verdicts}"#),
        format!(r#"{{"base":"whole-system","recipe":"as it is","size":4096,{verdicts}"#),
        format!(r#"{{"base":"whole-system","recipe":"cut to 2048 bytes","size":2048,{verdicts}"#),
    ];
    fs::write(dir.path().join("expected.jsonl"), lines.join("\n")).unwrap();
    let (outcome, _) = judge(&Corpus::read(dir.path()).unwrap(), None).unwrap();
    assert_eq!(outcome.tally.failed, 2, "{}", outcome.output);
    let (silent, alarmed) = outcome.output.split_once('\n').unwrap();
    assert!(silent.ends_with("nothing speaks against a file that is cut off"));
    assert!(alarmed.contains("a whole file is said to be cut off"));
}
