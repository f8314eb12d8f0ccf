//! JSON Lines in, JSON Lines out.

use serde_json::Value;

use super::{EARLY, LOT, SPEC, STREAM, answers, call, line};

/// Rules: PROG-4.
#[test]
fn every_line_is_answered_and_a_refused_one_is_named() {
    let lot = line(LOT, &[]);
    let id = "LOT-0007";
    let request =
        format!(r#"{{"specification":{},"phase":"commercial","lot":{lot}}}"#, line(SPEC, &[]));
    let broken = lot.get(..lot.len() - 1).unwrap();
    let of = |id: &str| line(LOT, &[("id", id)]);
    // With a specification, the line, the lot that the refusal names, or "judged".
    let table: [(bool, String, Option<&str>); 21] = [
        (true, lot.clone(), Some("judged")),
        (true, lot.replacen('{', "{\"operator\":1,", 1), Some(id)),
        (true, format!("\u{FEFF}{}", lot.replacen('{', "{\"operator\":1,", 1)), Some(id)),
        (true, broken.to_owned(), Some(id)),
        (true, format!("{lot}{lot}"), Some(id)),
        (true, request.clone(), Some(id)),
        (true, lot.replacen('{', "{\"id\":\"LOT-8\",", 1), None),
        (true, of(""), None),
        (true, of("LOT\u{1}"), None),
        (true, of(&"L".repeat(300)), None),
        (true, lot.replace("\"LOT-0007\"", "7"), None),
        (true, String::new(), None),
        (true, "{".to_owned(), None),
        (true, "[".repeat(1_000), None),
        (true, "{\"lot\":".repeat(100_000), None),
        (true, format!("[{lot}]"), None),
        (true, "7".to_owned(), None),
        (false, request.clone(), Some("judged")),
        (false, request.replace("\"commercial\",\"lot\"", "\"comercial\",\"lot\""), Some(id)),
        (false, request.replace("\"lot\":", "\"lots\":"), None),
        (false, lot.clone(), Some(id)),
    ];
    for is_named in [true, false] {
        let rows: Vec<_> = table.iter().filter(|(named, ..)| *named == is_named).collect();
        let input = rows.iter().map(|(_, line, _)| line.as_str()).collect::<Vec<_>>().join("\n");
        let named = if is_named { &STREAM[..] } else { &[] };
        for only in [&[][..], &["--only", "verdict"], &["--only", "failing"]] {
            let (status, output, error) =
                call("evaluate_jsonl", &[named, only].concat(), input.as_bytes());
            assert_eq!((status, error.as_str()), (3, ""));
            let answers = answers(&output);
            assert_eq!(answers.len(), rows.len(), "{output}");
            for (number, (answer, (_, line, expected))) in (1..).zip(answers.iter().zip(&rows)) {
                let line = line.chars().take(80).collect::<String>();
                if *expected == Some("judged") {
                    assert_eq!(answer["verdict"], "conforms", "{line}");
                } else {
                    assert_eq!(answer["line"], number, "{line}");
                    assert_eq!(answer.get("lot").and_then(Value::as_str), *expected, "{line}");
                    assert!(
                        answer["error"].as_array().is_some_and(|problems| !problems.is_empty()),
                        "{line}"
                    );
                }
            }
        }
    }
    let bytes = [b"{\"id\": \"LOT-9\", \"product\": \"\xFF\"}\n", lot.as_bytes()].concat();
    let (status, output, _) = call("evaluate_jsonl", &STREAM, &bytes);
    let answers = answers(&output);
    assert_eq!(
        (status, &answers[0]["lot"], &answers[1]["lot"]),
        (3, &Value::from("LOT-9"), &Value::from(id))
    );
}

/// Rules: PROG-3, PROG-4.
#[test]
fn nothing_judged_is_no_success() {
    let (status, output, error) = call("evaluate_jsonl", &STREAM, b"");
    assert_eq!((status, output.as_str()), (3, ""));
    assert!(error.starts_with("found no line on the standard input"), "{error}");
    // Whatever the verdict is, it is an answer.
    for file in [LOT, EARLY, "examples/data/msc.lot.json"] {
        let (status, output, error) = call("evaluate_jsonl", &STREAM, line(file, &[]).as_bytes());
        assert_eq!((status, output.lines().count(), error.as_str()), (0, 1, ""), "{file}");
    }
}

/// Rules: PROG-6.
#[test]
fn no_answer_is_cut_by_what_splits_lines() {
    let odd = "a\u{85}b\u{2028}c\u{2029}d";
    let lot = format!(
        r#"{{"format":"release-criteria/lot/1","id":"LOT-1","product":"p","results":[{{"test":"viability","value":"{odd}"}}]}}"#
    );
    let refused = lot.replacen('{', "{\"a\u{2028}b\":1,", 1);
    for only in [&[][..], &["--only", "verdict"], &["--only", "failing"]] {
        let input = format!("{lot}\n{refused}\n");
        let (status, output, _) =
            call("evaluate_jsonl", &[&STREAM[..], only].concat(), input.as_bytes());
        assert_eq!((status, output.lines().count()), (3, 2));
        assert!(
            !output.contains([
                '\u{85}', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\u{1c}', '\u{1d}', '\u{1e}'
            ]),
            "{output}"
        );
        if only.is_empty() {
            assert!(output.contains("a\\u0085b\\u2028c\\u2029d"), "{output}");
        }
    }
}
