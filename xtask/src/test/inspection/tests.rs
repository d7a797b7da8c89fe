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
