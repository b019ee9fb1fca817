//! Examples of findings, decided once more: what they say came of each record is what the evaluator gives.

use mizi::diagnostics::{Example, Finding};
use mizi::model::{Model, Together, from_syntax};
use mizi::source::Sources;
use mizi::syntax::{self, tree::Tree};
use mizi::{cases, program};
use mizi_evaluator::account::Memory;
use mizi_evaluator::explain::Lang;
use mizi_evaluator::json::{Reader, Writer};
use mizi_evaluator::{Buffer, Evaluator, Explained};

/// Decides every example of these findings again, as records and as a case of the policy in both keyword languages.
///
/// # Errors
/// Says what came out otherwise.
pub fn replay(texts: &[(String, Vec<u8>)], findings: &[Finding]) -> Result<(), String> {
    for finding in findings {
        for example in &finding.examples {
            let said = || format!("the example of {}: ", finding.code.name);
            as_records(texts, example).map_err(|error| said() + &error)?;
            for lang in [mizi::diagnostics::Lang::Zh, mizi::diagnostics::Lang::En] {
                as_case(texts, example, lang).map_err(|error| said() + &error)?;
            }
        }
    }
    Ok(())
}

/// The policies of some texts, whatever the checks find in them.
fn models(texts: &[(String, Vec<u8>)]) -> Vec<Model> {
    let mut sources = Sources::default();
    let trees: Vec<Tree> = texts.iter().map(|(name, bytes)| syntax::read(&mut sources, name, bytes).0).collect();
    let (policies, _) = from_syntax::group(&trees);
    let of = |files: Vec<usize>| files.iter().filter_map(|at| trees.get(*at)).collect::<Vec<&Tree>>();
    policies.into_iter().filter_map(|files| from_syntax::resolve(&of(files)).0).collect()
}

/// The program under what the example assumes.
fn evaluator(mut model: Model, example: &Example) -> Result<Evaluator, String> {
    let assumes = |word: &str| example.assuming.as_ref().is_some_and(|assuming| assuming.zh.contains(word));
    for policy in &mut model.versions {
        if assumes("并得 相加") {
            policy.choices.together.get_or_insert(Together::Add);
        }
        if assumes("并得 就高") {
            policy.choices.together.get_or_insert(Together::Highest);
        }
    }
    let program = program::compile(&model).map_err(|findings| format!("no program: {findings:#?}"))?;
    Evaluator::new(program).map_err(|error| format!("{error:?}"))
}

fn as_records(texts: &[(String, Vec<u8>)], example: &Example) -> Result<(), String> {
    if example.records.is_empty() || example.records.len() != example.results.len() {
        return Err(format!("{} records, {} results", example.records.len(), example.results.len()));
    }
    let mut other = Vec::new();
    for model in models(texts) {
        let lang = if model.versions.iter().all(|policy| policy.chinese) { Lang::Zh } else { Lang::En };
        let evaluator = evaluator(model, example)?;
        let results = decide(&evaluator, example, lang);
        if results == example.results {
            return Ok(());
        }
        other.push(results.join("\n"));
    }
    Err(format!("said\n{}\nbut came out\n{}", example.results.join("\n"), other.join("\n")))
}

fn decide(evaluator: &Evaluator, example: &Example, lang: Lang) -> Vec<String> {
    let (mut reader, mut store) = (Reader::new(evaluator), Memory::default());
    let mut one = |(number, text): (u64, &String)| {
        let (line, mut buffer, mut out) = (reader.json(text), Buffer::default(), Vec::new());
        let decision = match line.record() {
            Some(record) => {
                let Ok(decision) = evaluator.run::<Explained, _>(&record, &mut store, &mut buffer);
                decision.clone()
            }
            None => line.undecidable(),
        };
        Writer::new(evaluator, lang).write(&mut out, number, line.id, &decision, &line.notes, &reader.texts);
        String::from_utf8(out).expect("text").trim_end().to_owned()
    };
    (1u64..).zip(&example.records).map(&mut one).collect()
}

/// The example as a case at the end of the policy's last text.
fn as_case(texts: &[(String, Vec<u8>)], example: &Example, lang: mizi::diagnostics::Lang) -> Result<(), String> {
    let lines: Vec<&str> = example.lines.iter().map(|line| line.text(lang)).collect();
    let keyword = if lang == mizi::diagnostics::Lang::Zh { "案例" } else { "case" };
    let case = format!("\n{keyword} \"example\"\n  {}\n", lines.join("\n  "));
    let mut problems = Vec::new();
    // Which file has the version that the example is about is not said; one of them takes it.
    for at in 0..texts.len() {
        let mut with = texts.to_vec();
        with[at].1.extend(case.bytes());
        for model in models(&with) {
            let evaluator = evaluator(model.clone(), example)?;
            let ran = cases::run(&model, &evaluator).into_iter().find(|ran| ran.title == "example");
            match ran {
                Some(ran) if ran.findings.is_empty() => return Ok(()),
                Some(ran) => problems.push(format!("{:#?}", ran.findings)),
                None => problems.push("the case cannot be read".to_owned()),
            }
        }
    }
    Err(format!("as a case{case}{}", problems.join("\n")))
}
