use super::*;

const START: UnixSeconds = UnixSeconds(1000);

fn user(name: &str) -> Subject {
    Subject::user(&UserName {
        name: name.into(),
        domain: "Default".into(),
    })
}

fn address(text: &str) -> Subject {
    Subject::network(Network::parse(text).unwrap())
}

/// One sign-in from beginning to end.
fn run(
    limit: &mut SignInLimit,
    subjects: &[Subject],
    outcome: SignInOutcome,
    now: UnixSeconds,
) -> Result<(), Wait> {
    limit.begin(subjects, now)?;
    limit.end(subjects, outcome, now);
    Ok(())
}

#[test]
fn ten_failures_of_a_user_name_and_the_eleventh_waits_its_share() {
    let mut limit = SignInLimit::default();
    let demo = [user("demo")];
    for _ in 0..FAILURES_PER_USER {
        assert_eq!(run(&mut limit, &demo, SignInOutcome::Failed, START), Ok(()));
    }
    assert_eq!(limit.begin(&demo, START), Err(Wait(30)));
    assert_eq!(limit.begin(&demo, UnixSeconds(1029)), Err(Wait(1)));
    assert_eq!(
        run(&mut limit, &demo, SignInOutcome::Failed, UnixSeconds(1030)),
        Ok(())
    );
    assert_eq!(limit.begin(&demo, UnixSeconds(1030)), Err(Wait(30)));
    assert_eq!(limit.begin(&[user("other")], START), Ok(()));
}

#[test]
fn all_spellings_of_a_name_that_keystone_may_take_for_one_count_together() {
    let mut limit = SignInLimit::default();
    for spelling in ["demo", "DEMO", "demo ", "ｄｅｍｏ", "démo", "de\u{200b}mo"].repeat(2) {
        let _waits = run(&mut limit, &[user(spelling)], SignInOutcome::Failed, START);
    }
    assert!(limit.begin(&[user("demo")], START).is_err());
    assert_eq!(Subject::credential("ABC1"), Subject::credential("abc1 "));
}

#[test]
fn a_browser_that_is_known_counts_for_itself() {
    let mut limit = SignInLimit::default();
    let device = |id: &str| [Subject::device(id, &user("demo").counter_key())];
    limit.is_used_up(&user("demo"), START);
    assert!(limit.begin(&[user("demo")], START).is_err());
    for _ in 0..FAILURES_PER_USER {
        let tried = run(&mut limit, &device("one"), SignInOutcome::Failed, START);
        assert_eq!(tried, Ok(()));
    }
    assert_eq!(limit.begin(&device("one"), START), Err(Wait(30)));
    assert_eq!(limit.begin(&device("another"), START), Ok(()));
}

#[test]
fn names_in_turn_use_up_the_address_that_they_come_from() {
    let mut limit = SignInLimit::default();
    let from = |n: i64, network: &str| [user(&format!("user {n}")), address(network)];
    for n in 0..FAILURES_PER_ADDRESS {
        let tried = run(
            &mut limit,
            &from(n, "192.0.2.1"),
            SignInOutcome::Failed,
            START,
        );
        assert_eq!(tried, Ok(()));
    }
    assert!(limit.begin(&from(99, "192.0.2.1"), START).is_err());
    assert_eq!(limit.begin(&from(99, "192.0.2.2"), START), Ok(()));
}

#[test]
fn what_succeeds_costs_nothing() {
    let mut limit = SignInLimit::default();
    let demo = [user("demo"), address("192.0.2.1")];
    for _ in 0..1000 {
        assert_eq!(
            run(&mut limit, &demo, SignInOutcome::NotFailed, START),
            Ok(())
        );
    }
}

#[test]
fn a_burst_holds_only_so_many_guesses_and_the_next_one_only_what_is_left() {
    let mut limit = SignInLimit::default();
    let demo = [user("demo")];
    let mut burst = |now| {
        let begun = (0..1000)
            .filter(|_| limit.begin(&demo, now).is_ok())
            .count();
        for _ in 0..begun {
            limit.end(&demo, SignInOutcome::Failed, now);
        }
        (begun, limit.begin(&demo, now))
    };
    assert_eq!(burst(START), (32, Err(Wait(30))));
    assert_eq!(burst(UnixSeconds(1030)), (1, Err(Wait(30))));
    assert_eq!(burst(UnixSeconds(1180)), (5, Err(Wait(30))));
    assert_eq!(burst(UnixSeconds(1480)), (32, Err(Wait(30))));
}

#[test]
fn a_sign_in_that_the_client_gave_up_does_not_count_for_ever() {
    let mut limit = SignInLimit::default();
    let demo = [user("demo")];
    while limit.begin(&demo, START).is_ok() {}
    assert_eq!(limit.begin(&demo, UnixSeconds(1060)), Ok(()));
}

#[test]
fn a_subject_that_is_used_up_elsewhere_waits_here() {
    let mut limit = SignInLimit::default();
    limit.is_used_up(&user("demo"), START);
    assert_eq!(limit.begin(&[user("demo")], START), Err(Wait(30)));
}

#[test]
fn the_memory_is_bounded_and_keeps_whom_it_must() {
    let mut limit = SignInLimit::default();
    let attacked = [user("attacked")];
    for _ in 0..FAILURES_PER_USER {
        run(&mut limit, &attacked, SignInOutcome::Failed, START).unwrap();
    }
    for n in 0..2 * CAPACITY {
        let tried = run(
            &mut limit,
            &[user(&n.to_string())],
            SignInOutcome::Failed,
            START,
        );
        assert_eq!(tried, Ok(()));
        assert!(limit.tries.len() <= CAPACITY);
    }
    assert!(limit.begin(&attacked, START).is_err());
}

#[test]
fn a_counter_elsewhere_learns_no_name() {
    assert!(!user("demo").counter_key().contains("demo"));
    assert_ne!(user("demo").counter_key(), user("demo2").counter_key());
    // What is put together must not read as something else.
    let split = |domain: &str, name: &str| {
        Subject::user(&UserName {
            name: name.into(),
            domain: domain.into(),
        })
    };
    assert_ne!(split("ab", "c"), split("a", "bc"));
}

#[test]
fn the_platform_counts_to_the_same_numbers() {
    let settings = include_str!("../../../../wrangler.toml");
    for (name, limit) in [
        ("SIGN_IN_FAILURES_OF_USER", FAILURES_PER_USER),
        ("SIGN_IN_FAILURES_FROM_ADDRESS", FAILURES_PER_ADDRESS),
    ] {
        let (_, section) = settings.split_once(&format!("name = \"{name}\"")).unwrap();
        let line = section
            .lines()
            .find(|line| line.contains("simple"))
            .unwrap();
        assert!(
            line.contains(&format!("limit = {limit},")) && line.contains("period = 60"),
            "{line}"
        );
    }
}
