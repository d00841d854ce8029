//! Who is accused in a text, and whether it has a reply of theirs.

use onrecord_engine::Hearing;
use onrecord_tests::run::read;

/// The accused parties of a body of two paragraphs, each as "name: heard".
fn accused(text: &str) -> Vec<String> {
    let (_, found) = read(&format!("Ana Vane opened the meeting at noon in the town hall.\n\n{text}"));
    found.accused.iter().map(|a| format!("{}: {}", a.name, a.heard.name())).collect()
}

fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(accused(text), *expected, "{text}");
    }
}

#[test]
fn the_party_is_the_head_of_the_phrase() {
    check(&[
        ("Prosecutors accused the former mayor Tomas Odum of fraud.", &["Tomas Odum: no"]),
        ("Tomas Odum, a former mayor of Leedale, was charged with fraud.", &["Tomas Odum: no"]),
        ("Tomas Odum, who was charged with fraud, ran the mill.", &["Tomas Odum: no"]),
        ("Prosecutors accused Tomas Odum, a clerk, of fraud.", &["Tomas Odum: no"]),
        ("Tomas Odum left the mill in May. He was accused of theft.", &["Tomas Odum: no"]),
        ("Tomas Odum and Rosa Lund were charged with fraud.", &["Tomas Odum: no", "Rosa Lund: no"]),
        ("A suit was filed in May against Northway Corp and its owner.", &["Northway Corp: no"]),
        ("The union sued the Northway Committee.", &["Northway Committee: no"]),
        (
            "The tenants accused the Food and Transport Administration of delay.",
            &["Food and Transport Administration: no"],
        ),
        // The name only belongs to the head.
        ("The union accused Northway managers of fraud.", &[]),
        ("The union accused two members of the Northway Committee of fraud.", &[]),
        ("The union criticised Rosa Lund's budget for its cuts.", &[]),
        ("Tomas Odum's doctor allegedly took the money.", &[]),
        ("A second Northway clerk was charged with fraud.", &[]),
    ]);
}

#[test]
fn who_cannot_be_asked_is_no_party() {
    check(&[
        ("The minister accused France of delay.", &[]),
        ("Washington was accused of delay.", &[]),
        ("The minister accused Hezbollah of the attack.", &[]),
        ("The minister blamed the West for the delay.", &[]),
        ("Republicans were accused of delay.", &[]),
    ]);
}

#[test]
fn what_is_settled_accuses_nobody() {
    check(&[
        ("Tomas Odum was charged with fraud. He was acquitted in May.", &[]),
        ("Tomas Odum was charged with fraud, and the jury convicted Odum.", &[]),
        ("The judge dismissed the lawsuit against Northway Corp.", &[]),
        ("The union sued Northway Corp. The two sides settled out of court.", &[]),
        ("The union sued Northway Corp in 1998.", &[]),
        ("Prosecutors did not bring charges against Tomas Odum.", &[]),
        ("A man accused of robbing Tomas Odum was charged with theft.", &[]),
        ("The union accused Tomas Odum of fraud. Tomas Odum died in May.", &[]),
        ("Nobody accused Tomas Odum of fraud.", &[]),
    ]);
}

#[test]
fn a_reply_of_any_form_is_heard() {
    check(&[
        ("Tomas Odum was accused of fraud, which he denied.", &["Tomas Odum: spoke"]),
        ("Tomas Odum was charged with fraud. He pleaded not guilty.", &["Tomas Odum: spoke"]),
        ("Tomas Odum was held for fraud and faces charges after pleading not guilty.", &["Tomas Odum: spoke"]),
        (
            "Prosecutors accused Tomas Odum of fraud. Odum's lawyer, Rosa Lund, called the case weak.",
            &["Tomas Odum: spoke"],
        ),
        (
            "Prosecutors accused Tomas Odum of fraud. “We will win,” said Odum campaign spokesman Ben Roe.",
            &["Tomas Odum: spoke"],
        ),
        ("The union accused Northway Corp of fraud. A company spokesman said it was false.", &["Northway Corp: spoke"]),
        ("The union accused Northway Corp of fraud. The company apologised for the delay.", &["Northway Corp: spoke"]),
        (
            "The union accused the Northway Farm Board of delay. The NFB said it was at work.",
            &["Northway Farm Board: spoke"],
        ),
        ("Ben Roe accused Tomas Odum of fraud. It is a witch hunt, Odum said.", &["Tomas Odum: spoke"]),
        ("Ben Roe accused Tomas Odum of fraud. Odum called the case a joke.", &["Tomas Odum: spoke"]),
        (
            "A union sued Transport Secretary Tomas Odum. The Transport Department declined to comment.",
            &["Tomas Odum: spoke"],
        ),
        ("Prosecutors accused Tomas Odum of fraud. His lawyer declined to comment.", &["Tomas Odum: asked"]),
        (
            "Prosecutors accused Tomas Odum of fraud. He did not respond to a request for comment.",
            &["Tomas Odum: asked"],
        ),
    ]);
}

#[test]
fn where_the_party_or_its_answer_is_in_doubt_no_reply_is_called_missing() {
    check(&[
        // Only a part of a name, or one of several of that name.
        ("Prosecutors sued First Northway Bank.", &["Northway Bank: unclear"]),
        (
            "Ben Roe accused Rosa Lund of fraud. Tomas Lund left the hall, and Lund was sued.",
            &["Rosa Lund: no", "Lund: unclear"],
        ),
        // A capital that is met once.
        ("The union accused Zanter of delay.", &["Zanter: unclear"]),
        // Somebody answers, and whose side it is nobody tells.
        (
            "The union sued the Northway Farm Board. A spokesman said the case was weak.",
            &["Northway Farm Board: unclear"],
        ),
        ("The union accused Mayor Tomas Odum of delay. The mayor said the road was open.", &["Tomas Odum: spoke"]),
        // Marks of quotation and apostrophes are lost.
        (
            "Ben Roe accused Rosa Lund of fraud. He said it wasn t fair. She didn t mind, and he couldn t care less.",
            &["Rosa Lund: unclear"],
        ),
        // Whoever hits back is heard, whatever the words were.
        ("Ben Roe accused Rosa Lund of fraud. Lund hit back on Monday.", &["Rosa Lund: spoke"]),
        // The dead cannot answer.
        ("Ben Roe accused Rosa Lund of fraud. Rosa Lund was found dead in May.", &[]),
    ]);
}

#[test]
fn every_finding_of_a_missing_reply_has_its_party_in_the_record() {
    for case in onrecord_tests::corpus::cases() {
        let (_, found) = read(&case.text);
        for finding in found.findings.iter().filter(|f| f.rule == "reply/missing") {
            let party = found.accused.iter().find(|a| a.span == finding.span);
            assert!(party.is_some_and(|a| a.heard == Hearing::No), "{}: {finding:?}", case.slug);
        }
        for party in &found.accused {
            assert!(!party.name.is_empty(), "{}: {party:?}", case.slug);
            let told = matches!(party.heard, Hearing::Asked | Hearing::Somebody);
            assert_eq!(told, party.outcome.is_some(), "{}: {party:?}", case.slug);
        }
    }
}
