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
fn a_journal_that_calls_a_refresh_a_look_reads() {
    let read: LedgerCall = serde_json::from_str(r#""look""#).unwrap();
    assert_eq!(read, LedgerCall::BeginRefresh);
}
