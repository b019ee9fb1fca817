//! `--state`: two runs equal one, byte for byte, wherever the first ends in replay order.

use crate::{EVENTS, Folder, POLICY, mizi, morning};
use mizi_evaluator::Evaluator;
use mizi_evaluator::json::Reader;

#[path = "../../examples/street/generator/mod.rs"]
#[allow(dead_code, reason = "the tests use a part")]
mod generator;

/// The lines of output without their numbers, in an order of their own.
fn results(outs: &[&str]) -> Vec<String> {
    let numberless = |line: &str| line.split_once(',').map_or(String::new(), |(_, rest)| rest.to_owned());
    let mut lines: Vec<String> = outs.iter().flat_map(|out| out.lines()).map(numberless).collect();
    lines.sort();
    lines
}

/// A month with late, repeated, reversed, unconfirmed and bad lines.
fn month() -> (Vec<u8>, String) {
    let street = generator::Street::new(generator::Settings { residents: 6_000, ..generator::Settings::default() });
    let (mut subjects, mut events) = (Vec::new(), Vec::new());
    street.write_subjects(&mut subjects).expect("written");
    street.write_month(7, &mut events).expect("written");
    (subjects, String::from_utf8(events).expect("UTF-8"))
}

/// Places where one run may end: distinct instants of the lines, chosen by a seed.
fn cuts(instants: &[i64], count: usize) -> Vec<i64> {
    let mut sorted = instants.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut seed: u64 = 20_261_125;
    let mut chosen: Vec<i64> = (0..count)
        .map(|_| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            sorted[(seed % sorted.len() as u64) as usize]
        })
        .collect();
    chosen.extend([sorted[0], sorted[sorted.len() - 1]]);
    chosen
}

#[test]
fn two_runs_equal_one_wherever_they_are_parted() {
    let folder = Folder::new();
    let (subjects, events) = month();
    let lines: Vec<&str> = events.lines().collect();
    for what in ["\"reverse\"", "\"confirm\"", "\"redeem\"", "\"received\"", "25:10"] {
        assert!(events.contains(what), "no {what} among {} lines", lines.len());
    }
    let (subjects, program) = (folder.file("subjects.jsonl", subjects), folder.path("p.mizic"));
    assert_eq!(mizi(&["compile", POLICY, "-o", &program]).code, Some(0));
    let evaluator = Evaluator::from_bytes(&std::fs::read(&program).expect("written")).expect("a program");
    let instants: Vec<i64> = lines.iter().map(|line| Reader::new(&evaluator).json(line).instant()).collect();
    let run = |state: &str, lines: &[&str]| {
        let events = folder.file("part.jsonl", lines.join("\n"));
        let words = ["run", &program, "--events", &events, "--subjects", &subjects, "--state", &folder.path(state)];
        let ran = mizi(&words);
        assert!(ran.code.is_some_and(|code| code < 2), "{}", ran.err);
        ran.out
    };
    let whole = results(&[&run("whole", &lines)]);
    assert!(
        whole.iter().any(|line| line.contains("\"repeated\"")) && whole.iter().any(|line| line.contains("\"pending\""))
    );
    let state = folder.read("whole");
    for cut in cuts(&instants, 6) {
        let before = |place: &usize| instants[*place] < cut;
        let (first, second): (Vec<usize>, Vec<usize>) = (0..lines.len()).partition(before);
        let of = |places: &[usize]| places.iter().map(|place| lines[*place]).collect::<Vec<_>>();
        let _ = std::fs::remove_file(folder.at("parted"));
        let outs = [run("parted", &of(&first)), run("parted", &of(&second))];
        assert_eq!(results(&[&outs[0], &outs[1]]), whole, "parted at {cut}");
        assert!(folder.read("parted") == state, "the states differ, parted at {cut}");
    }
    // A run of nothing writes what it read; a month again is a month of repeats.
    run("whole", &[]);
    assert!(folder.read("whole") == state);
    let again = run("whole", &lines);
    assert!(again.lines().all(|line| !line.contains("\"changes\"")), "{again}");
}

/// Line by line, a state between any two.
#[test]
fn as_many_runs_as_lines() {
    let folder = Folder::new();
    let [events, subjects] = morning(&folder);
    let state = folder.path("whole");
    let whole = mizi(&["run", POLICY, "--events", &events, "--subjects", &subjects, "--state", &state]).out;
    let (program, steps) = (folder.path("p.mizic"), folder.path("steps"));
    assert_eq!(mizi(&["compile", POLICY, "-o", &program]).code, Some(0));
    let outs: Vec<String> = EVENTS
        .iter()
        .map(|line| {
            let events = folder.file("one.jsonl", line);
            mizi(&["run", &program, "--events", &events, "--subjects", &subjects, "--state", &steps]).out
        })
        .collect();
    assert_eq!(results(&outs.iter().map(String::as_str).collect::<Vec<_>>()), results(&[&whole]));
    assert_eq!(folder.read("steps"), folder.read("whole"));
}

const REPLAYED: &str = r#"
policy Replayed code replayed
  version "1"
  in force from 2025-01-01
  points point, whole
  time zone "Asia/Shanghai"
  over cap truncate
  reversal return room, may go negative
  late any time
dimensions safety
activity patrol
rule patrol_award
  dimension safety
  on patrol
  award 30 point
  cap 40 point per person per month
redeem hall
  price 10 point
"#;

/// S3.1: by time (what cannot be read first), at one instant by kind, then by id; whatever their order in the file.
#[test]
fn s3_1_decided_in_replay_order_and_printed_as_they_came() {
    let folder = Folder::new();
    let policy = folder.file("p.mizi", REPLAYED);
    let event =
        |id: &str, time: &str| format!(r#"{{"id":"{id}","activity":"patrol","time":"{time}","subject":"Zhang"}}"#);
    let noon = "2025-03-01T12:00";
    let lines = [
        format!(r#"{{"id":"x","redeem":"hall","time":"{noon}","subject":"Zhang"}}"#),
        format!(r#"{{"id":"r","reverse":"a","time":"{noon}"}}"#),
        event("b", noon),
        event("a", noon),
        event("c", "2025-04-01T08:00"),
        event("c", "2025-04-01T25:00"),
    ];
    let events = folder.file("events.jsonl", lines.join("\n"));
    let ran = mizi(&["run", &policy, "--events", &events]);
    let part = |line: &str, name: &str| {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        value[name].as_str().unwrap_or_default().to_owned()
    };
    let got: Vec<(String, String)> = ran.out.lines().map(|line| (part(line, "outcome"), part(line, "total"))).collect();
    let wanted = [
        ("decided", "-10"),
        ("reversed", "-30"),
        ("decided", "10"),
        ("decided", "30"),
        ("decided", "30"),
        ("cannot_decide", ""),
    ];
    assert_eq!(got, wanted.map(|(outcome, total)| (outcome.to_owned(), total.to_owned())), "{}{}", ran.out, ran.err);
}

/// Explaining changes nothing.
#[test]
fn explain_reads_the_state_and_leaves_it() {
    let folder = Folder::new();
    let [events, subjects] = morning(&folder);
    let state = folder.path("state");
    mizi(&["run", POLICY, "--events", &events, "--subjects", &subjects, "--state", &state]);
    let before = folder.read("state");
    let ran =
        mizi(&["explain", POLICY, "--events", &events, "--subjects", &subjects, "--state", &state, "--event", "e1"]);
    assert!(ran.out.contains("重复"), "{}", ran.out);
    assert_eq!(folder.read("state"), before);
}

/// What is wrong with a state is said with its line.
#[test]
fn states_that_cannot_be_used() {
    let folder = Folder::new();
    let [events, subjects] = morning(&folder);
    let state = folder.path("state");
    mizi(&["run", POLICY, "--events", &events, "--subjects", &subjects, "--state", &state]);
    let good = folder.read("state");
    let first = |begin: &str| good.lines().find(|line| line.starts_with(begin)).expect("a line").to_owned();
    let (account, entry) = (first("{\"at\""), first("{\"id\""));
    let mut seen = String::new();
    for (what, text) in [
        (
            "an account again, with another amount",
            format!("{good}{}\n", account.replace("\"amount\":\"", "\"amount\":\"1")),
        ),
        ("a record again", format!("{good}{entry}\n")),
        ("cut off", good[..good.len() - 30].to_owned()),
        ("cut off at the end of a line", good.lines().take(20).map(|line| format!("{line}\n")).collect()),
        ("no head", good.split_once('\n').map_or(String::new(), |(_, rest)| rest.to_owned())),
        ("a head again", format!("{good}{}\n", first("{\"mizi\""))),
        ("of another policy", good.replacen("cangqian", "wuchang", 1)),
        ("an amount that is none", good.replacen("\"amount\":\"", "\"amount\":\"x", 1)),
        ("a part that no line has", good.replacen("\"amount\":", "\"sum\":", 1)),
    ] {
        folder.file("state", &text);
        for lang in ["zh", "en"] {
            let ran = mizi(&["run", POLICY, "--events", &events, "--state", &state, "--lang", lang]);
            assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{what}");
            seen += &format!("{what}: {}", ran.seen(&folder));
        }
        assert_eq!(folder.read("state"), text, "{what}");
    }
    insta::assert_snapshot!(seen);
}
