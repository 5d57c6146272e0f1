use proptest::prelude::*;

use super::*;
use crate::evidence::{Confidence, Evidence, Fact, Source};
use crate::journey::Deadlines;
use crate::model::Opportunity;
use crate::sample::{DAY, MINUTE, NOW, opportunity};

const RUN: &str = "0123456789abcdef0123456789abcdef";

fn run(vendors: &[Vendor]) -> DryRun {
    DryRun {
        id: RUN.into(),
        posting: "p1".into(),
        reason: "r1".into(),
        by: "admin".into(),
        confirmed_at_ms: NOW,
        address: Some(Address {
            email: "admin@example.org".to_owned(),
            phone: None,
        }),
        keep_open_ms: 0,
        create: Create::Wanted,
        legs: vendors
            .iter()
            .map(|vendor| Leg::new(*vendor, "trigger".into(), false))
            .collect(),
        stop_at_ms: None,
        archive: Archive::Wanted,
        ended_at_ms: None,
    }
}

fn marked() -> Opportunity {
    Opportunity {
        name: NAME.to_owned(),
        tags: vec![TAG.to_owned(), mark(&RUN.into())],
        ..opportunity()
    }
}

fn evidence(vendor: Vendor, fact: Fact, at_ms: i64) -> Evidence {
    Evidence {
        vendor,
        fact,
        at_ms: Some(at_ms),
        seen_at_ms: at_ms + 5,
        source: Source::Note { note: "n1".into() },
        confidence: Confidence::Proven,
    }
}

fn moved(vendor: Vendor) -> Leg {
    Leg {
        moved: Move::Done { at_ms: NOW },
        ..Leg::new(vendor, "trigger".into(), false)
    }
}

fn due() -> i64 {
    NOW + Deadlines::DEFAULT.invited_after_move_ms
}

fn judged(leg: &Leg, found: &[Evidence], read_ms: i64, now_ms: i64) -> Option<LegEnd> {
    leg.judge(found, None, Some(read_ms), &Deadlines::DEFAULT, now_ms)
}

#[test]
fn only_who_bears_the_mark_of_this_run_is_its_candidate() {
    let candidate = TestCandidate::of(&marked(), &RUN.into()).unwrap();
    assert_eq!(candidate.opportunity().as_str(), "o1");
    assert!(candidate.may_be_invited());
    assert_eq!(TestCandidate::of(&opportunity(), &RUN.into()), None);
    let other = "ffffffffffffffffffffffffffffffff";
    assert_eq!(TestCandidate::of(&marked(), &other.into()), None);
    // Lever has joined it to somebody who had the address before: archived it can be, written to it must not be.
    let joined = Opportunity {
        name: "Tāne Moanawhetū".to_owned(),
        ..marked()
    };
    let candidate = TestCandidate::of(&joined, &RUN.into()).unwrap();
    assert!(!candidate.may_be_invited());
}

#[test]
fn the_mark_is_no_tag_that_somebody_would_type() {
    let mark = mark(&RUN.into());
    assert!(is_test(["Support", mark.as_str()]));
    for tag in [
        TAG,
        "fulcrum-dry-run:",
        "fulcrum-dry-run:demo",
        "Fulcrum-dry-run:0123456789abcdef0123456789abcdef",
        "fulcrum-dry-run:0123456789abcdef0123456789abcdeg",
    ] {
        assert!(!is_test([tag]), "{tag}");
    }
}

#[test]
fn a_stage_entered_is_no_reaction_and_an_invitation_is_one() {
    let mut leg = moved(Vendor::MyInterview);
    let entered = evidence(Vendor::MyInterview, Fact::EnteredStage, NOW);
    let other = evidence(Vendor::JobTwine, Fact::Invited, NOW + 1);
    leg.read(&[entered.clone(), other], NOW + 2);
    let ticked = |leg: &Leg| leg.ticks.keys().copied().collect::<Vec<_>>();
    assert_eq!(ticked(&leg), [ChainLink::StageEntered]);
    let invited = evidence(Vendor::MyInterview, Fact::Invited, NOW + 3);
    leg.read(&[entered, invited], NOW + 4);
    let expected = [
        ChainLink::StageEntered,
        ChainLink::Reacted,
        ChainLink::Invited,
        ChainLink::JobCreated,
    ];
    assert_eq!(ticked(&leg), expected);
    let job = &leg.ticks[&ChainLink::JobCreated];
    assert_eq!((job.certainty, job.at_ms), (Certainty::Inferred, None));
    assert_eq!(leg.ticks[&ChainLink::Invited].at_ms, Some(NOW + 3));
    let passed = Some(LegEnd::Passed { at_ms: NOW + 5 });
    assert_eq!(judged(&leg, &[], NOW, NOW + 5), passed);
}

#[test]
fn jobtwine_stops_at_invited_and_a_request_for_slots_is_one() {
    let mut leg = moved(Vendor::JobTwine);
    let wanted = Fact::SlotsWanted {
        url: None,
        round: crate::interview::Round::default(),
    };
    leg.read(&[evidence(Vendor::JobTwine, wanted, NOW + 1)], NOW + 2);
    assert!(matches!(
        judged(&leg, &[], NOW, NOW + 2),
        Some(LegEnd::Passed { .. })
    ));
}

#[test]
fn silence_is_an_answer_only_once_it_was_listened_to() {
    let leg = moved(Vendor::MyInterview);
    let before = due() - 1;
    assert_eq!(judged(&leg, &[], before, before), None, "not due");
    assert_eq!(judged(&leg, &[], before, due() + DAY), None, "not listened");
    assert_eq!(leg.judge(&[], None, None, &Deadlines::DEFAULT, due()), None);
    let silent = |link, cause| {
        Some(LegEnd::Broken {
            link,
            cause,
            at_ms: due(),
        })
    };
    assert_eq!(
        judged(&leg, &[], due(), due()),
        silent(ChainLink::Reacted, Cause::Silent)
    );
    // What the check knows is the likelier cause.
    let untagged = Cause::Finding {
        code: FindingCode::PostingUntagged,
        subject: None,
        suggestion: None,
    };
    let because = leg.judge(
        &[],
        Some(&untagged),
        Some(due()),
        &Deadlines::DEFAULT,
        due(),
    );
    assert_eq!(because, silent(ChainLink::PostingTag, untagged));
    let unread = [evidence(Vendor::MyInterview, Fact::UnreadNote, NOW + 1)];
    assert_eq!(
        judged(&leg, &unread, due(), due()),
        silent(ChainLink::Invited, Cause::UnreadNote)
    );
}

#[test]
fn what_the_vendor_says_is_not_waited_out() {
    let leg = moved(Vendor::MyInterview);
    let code = FailureCode::TemplateNotFound;
    let failed = [evidence(
        Vendor::MyInterview,
        Fact::InviteFailed { code },
        NOW + 1,
    )];
    let expected = LegEnd::Broken {
        link: ChainLink::Invited,
        cause: Cause::Failure { code },
        at_ms: NOW + 2,
    };
    assert_eq!(judged(&leg, &failed, NOW, NOW + 2), Some(expected));
    // Another vendor's failure is not this one's.
    let leg = moved(Vendor::JobTwine);
    assert_eq!(judged(&leg, &failed, NOW, NOW + 2), None);
    let rounds = [evidence(Vendor::JobTwine, Fact::AwaitingRounds, NOW + 1)];
    assert!(matches!(
        judged(&leg, &rounds, NOW, NOW + 2),
        Some(LegEnd::Broken {
            cause: Cause::AwaitingRounds,
            ..
        })
    ));
}

#[test]
fn an_old_run_begins_nothing_and_clears_up() {
    let later = NOW + GO_ON_MS + 1;
    let mut run = run(&[Vendor::MyInterview]);
    assert_eq!(run.next(NOW + GO_ON_MS), Action::Create);
    assert_eq!(run.next(later), Action::End);
    run.is_there("o1".into(), false, NOW);
    assert_eq!(run.address, None);
    assert_eq!(run.next(later), Action::Cut(0));
    run.legs[0].moved = Move::Asked { intent: "i".into() };
    assert_eq!(run.next(later), Action::Withdraw(0));
    // The vendor has been told: what it did is worth knowing, however late.
    run.legs[0].moved = Move::Done { at_ms: NOW };
    assert_eq!(run.next(later), Action::Watch(0));
    run.stop_at_ms = Some(later);
    assert_eq!(run.next(later), Action::Cut(0));
}

#[test]
fn it_stays_open_only_where_somebody_was_invited_and_nobody_has_stopped_it() {
    let mut run = run(&[Vendor::MyInterview]);
    run.is_there("o1".into(), false, NOW);
    run.keep_open_ms = 40 * MINUTE;
    run.legs[0].end = Some(LegEnd::Passed { at_ms: NOW });
    let until = NOW + 40 * MINUTE;
    assert_eq!(run.next(until - 1), Action::StayOpen(until));
    assert_eq!(run.next(until), Action::Archive);
    let stopped = DryRun {
        stop_at_ms: Some(NOW),
        ..run.clone()
    };
    assert_eq!(stopped.next(NOW), Action::Archive);
    run.legs[0].end = Some(LegEnd::Cut);
    assert_eq!(run.next(NOW), Action::Archive);
}

#[test]
fn the_latest_outcome_counts_and_says_its_age() {
    let mut old = run(&[Vendor::MyInterview]);
    old.legs[0].break_at(ChainLink::Reacted, Cause::Silent, NOW);
    let mut new = run(&[Vendor::MyInterview, Vendor::JobTwine]);
    new.legs[0].end = Some(LegEnd::Passed { at_ms: NOW + 1 });
    new.legs[1].end = Some(LegEnd::Cut);
    let runs = [new, old];
    let both = [Vendor::MyInterview, Vendor::JobTwine];
    let found = proofs(&runs, &both, NOW + 2);
    let last = found[0].last.as_ref().unwrap();
    assert_eq!(
        (last.at_ms, last.broken.is_none(), last.old),
        (NOW + 1, true, false)
    );
    // Passed without an invitation that was read plainly.
    assert!(!last.plain);
    assert_eq!(found[1].last, None, "a run that was stopped says nothing");
    let later = proofs(&runs, &both, NOW + 2 + FRESH_MS);
    assert!(later[0].last.as_ref().unwrap().old);
}

fn facts() -> impl Strategy<Value = Vec<Evidence>> {
    let fact = prop_oneof![
        Just(Fact::EnteredStage),
        Just(Fact::LeftStage),
        Just(Fact::Invited),
        Just(Fact::Opened),
        Just(Fact::Completed),
        Just(Fact::UnreadNote),
        Just(Fact::AwaitingRounds),
        Just(Fact::InviteFailed {
            code: FailureCode::Other
        }),
    ];
    let vendor = prop_oneof![Just(Vendor::MyInterview), Just(Vendor::JobTwine)];
    prop::collection::vec(
        (vendor, fact, 0i64..1_000).prop_map(|(vendor, fact, at)| evidence(vendor, fact, NOW + at)),
        0..8,
    )
}

proptest! {
    /// Evidence may come in any order and go again (a tag is taken off): what is ticked stays, and the order does not matter.
    #[test]
    fn ticks_only_grow_and_do_not_depend_on_the_order(
        first in facts(), second in facts(), turn in 0usize..8,
    ) {
        let mut leg = moved(Vendor::MyInterview);
        leg.read(&first, NOW);
        let before = leg.clone();
        leg.read(&second, NOW + 1);
        for (link, tick) in &before.ticks {
            prop_assert_eq!(leg.ticks.get(link), Some(tick));
        }
        let mut turned = first.clone();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
        }
        let mut other = moved(Vendor::MyInterview);
        other.read(&turned, NOW);
        prop_assert_eq!(&other.ticks, &before.ticks);
        // Green means that every required link has a tick.
        if let Some(LegEnd::Passed { .. }) = judged(&leg, &second, NOW, NOW + 2) {
            for link in ChainLink::ALL.into_iter().filter(|link| link.is_required()) {
                prop_assert!(link == ChainLink::PostingTag || leg.ticks.contains_key(&link));
            }
        }
    }
}

/// What happens around one step of the run.
#[derive(Clone, Copy, Debug)]
enum Luck {
    Well,
    /// Carried out, and the answer lost.
    AnswerLost,
    /// Carried out so much later, ms, without an answer.
    Late(i64),
    /// Lost on the way.
    RequestLost,
    /// Killed after it was written down and before it left.
    Killed,
    /// Refused for now.
    Busy,
    /// The admin stops it.
    Stopped,
    /// The machine sleeps, ms.
    Slept(i64),
}

fn luck() -> impl Strategy<Value = Luck> {
    prop_oneof![
        4 => Just(Luck::Well),
        1 => Just(Luck::AnswerLost),
        1 => (0..ON_ITS_WAY_MS).prop_map(Luck::Late),
        1 => Just(Luck::RequestLost),
        1 => Just(Luck::Killed),
        1 => Just(Luck::Busy),
        1 => Just(Luck::Stopped),
        1 => (0..2 * GO_ON_MS).prop_map(Luck::Slept),
    ]
}

/// Lever, as far as a run can bring it about.
#[derive(Default)]
struct Account {
    candidates: usize,
    on_its_way_until_ms: Option<i64>,
    archived: bool,
    moves: Vec<i64>,
}

impl Account {
    fn arrive(&mut self, now_ms: i64) {
        if self.on_its_way_until_ms.is_some_and(|at| at <= now_ms) {
            self.on_its_way_until_ms = None;
            self.candidates += 1;
        }
    }
}

proptest! {
    /// Whatever is lost, late, killed, stopped or slept through: never two candidates, none left unarchived, no move after a stop
    /// or of an old run, and it always ends.
    #[test]
    fn a_run_ends_with_at_most_one_candidate_and_that_one_archived(
        lucks in prop::collection::vec(luck(), 0..40), keep_open in prop_oneof![Just(0), Just(10 * MINUTE)],
    ) {
        let mut run = DryRun { keep_open_ms: keep_open, ..run(&[Vendor::MyInterview, Vendor::JobTwine]) };
        let mut account = Account::default();
        let mut now = NOW;
        let mut lucks = lucks.into_iter();
        let mut steps = 0;
        while run.is_open() {
            steps += 1;
            prop_assert!(steps < 400, "it never ends: {:?}", run);
            now += 500;
            account.arrive(now);
            let luck = lucks.next().unwrap_or(Luck::Well);
            match luck {
                Luck::Stopped => { run.stop_at_ms.get_or_insert(now); }
                Luck::Slept(ms) => now += ms,
                _ => {}
            }
            account.arrive(now);
            match run.next(now) {
                Action::Create if account.candidates > 0 => run.is_there("o1".into(), true, now),
                Action::Create => {
                    run.create = Create::Sent { at_ms: now, in_vain_since_ms: None };
                    match luck {
                        Luck::AnswerLost => account.candidates += 1,
                        Luck::Late(ms) => account.on_its_way_until_ms = Some(now + ms),
                        Luck::RequestLost | Luck::Killed => {}
                        Luck::Busy => run.create = Create::Wanted,
                        Luck::Well | Luck::Stopped | Luck::Slept(_) => {
                            account.candidates += 1;
                            run.is_there("o1".into(), false, now);
                        }
                    }
                }
                Action::Look { last } => {
                    if account.candidates > 0 {
                        run.is_there("o1".into(), true, now);
                    } else {
                        run.looked_in_vain(last, now);
                    }
                }
                Action::Move(at) => {
                    prop_assert!(run.stop_at_ms.is_none() && now - run.confirmed_at_ms <= GO_ON_MS);
                    account.moves.push(now);
                    run.legs[at].moved = Move::Asked { intent: "i".into() };
                }
                Action::FollowMove(at) => match luck {
                    Luck::Busy => {}
                    Luck::Killed => run.legs[at].moved = Move::Wanted,
                    _ => run.legs[at].moved = Move::Done { at_ms: now },
                },
                Action::Withdraw(at) => match luck {
                    // On its way already: it is waited for.
                    Luck::Busy => {}
                    Luck::AnswerLost => run.legs[at].moved = Move::Done { at_ms: now },
                    _ => run.legs[at].end = Some(LegEnd::Cut),
                },
                Action::Cut(at) => run.legs[at].end = Some(LegEnd::Cut),
                Action::Watch(at) => {
                    let leg = &mut run.legs[at];
                    if matches!(luck, Luck::Well) {
                        leg.read(&[evidence(leg.vendor, Fact::Invited, now)], now);
                    }
                    leg.end = leg.judge(&[], None, Some(now), &Deadlines::DEFAULT, now);
                }
                Action::StayOpen(until) | Action::Wait(until) => now = until,
                Action::Archive => run.archive = Archive::Asked { intent: "a".into() },
                Action::FollowArchive => if !matches!(luck, Luck::Busy) {
                    account.archived = true;
                    run.archive = Archive::Done { at_ms: now };
                },
                Action::End => run.end(now),
                Action::Rest => {}
            }
            // Killed at any moment: what is written down is all there is.
            let kept = serde_json::to_string(&run).unwrap();
            prop_assert_eq!(&serde_json::from_str::<DryRun>(&kept).unwrap(), &run);
        }
        account.arrive(i64::MAX);
        prop_assert!(account.candidates <= 1, "{} candidates", account.candidates);
        prop_assert!(account.candidates == 0 || account.archived, "left open");
        prop_assert_eq!(&run.address, &None);
        prop_assert!(run.legs.iter().all(|leg| leg.end.is_some()));
        prop_assert_eq!(run.next(now), Action::Rest);
    }
}
