//! Tests of the calls.

use gaze_shared::quota::Operation;
use gaze_shared::units::Bytes;

use super::*;

#[test]
fn a_call_says_what_it_has_to_and_reads_as_it_was_written() {
    let reserve = ReserveCall {
        id: "req-1".into(),
        amounts: Delta::upload(Bytes(7)),
        purpose: Purpose::of(Operation::Upload, None),
        sizes: Sizes::Known,
        lease_ms: 60_000,
        when_over: WhenOver::Refuse,
        reliance: Reliance::KnownWithin(7),
    };
    for call in [
        LedgerCall::Reserve(reserve),
        LedgerCall::BeginRefresh,
        LedgerCall::ClaimRefresh { id: ClaimId(7) },
        LedgerCall::Observe {
            observation: Observation {
                images: Some([].into()),
                ..Observation::default()
            },
        },
        LedgerCall::SetPlan {
            plan: None,
            user_id: "u".into(),
            user_name: "admin".into(),
        },
    ] {
        let request = LedgerRequest {
            configured: ConfiguredPlan::default(),
            call,
        };
        let text = serde_json::to_string(&request).unwrap();
        let read: LedgerRequest = serde_json::from_str(&text).unwrap();
        assert_eq!(read, request, "{text}");
    }
}

#[test]
fn what_is_stored_and_sent_keeps_its_first_names() {
    let text = |value: serde_json::Result<String>| value.unwrap();
    let claim = LedgerCall::ClaimRefresh { id: ClaimId(7) };
    assert_eq!(
        text(serde_json::to_string(&claim)),
        r#"{"claim_look":{"id":7}}"#
    );
    assert_eq!(
        text(serde_json::to_string(&LedgerCall::BeginRefresh)),
        r#""look""#
    );
    let reserved = LedgerAnswer::Reserved {
        over: Vec::new(),
        next_refresh: NextRefresh::Due,
    };
    assert_eq!(
        text(serde_json::to_string(&reserved)),
        r#"{"reserved":{"next_look":"due"}}"#
    );
}
