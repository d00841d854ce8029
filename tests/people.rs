//! Who is who: which mentions mean the same source, and what kind of source it is. Each row is an article in small; each
//! line of its second column is a statement's source, in text order: label, then kind.

use onrecord_parser::Act;
use onrecord_tests::run::read;

/// The source of every statement, a line each.
fn sources(text: &str) -> String {
    let (_, record) = read(text);
    let line = |a: &onrecord_engine::Attribution| {
        let label = a.source.map_or("nobody", |s| &record.sources[s as usize].label);
        format!("{label}: {}\n", a.kind.name())
    };
    record.attributions.iter().filter(|a| a.act == Act::Statement).map(line).collect()
}

fn check(table: &[(&str, &str)]) {
    let mut wrong = String::new();
    for (text, wanted) in table {
        let wanted: String = wanted.lines().map(|l| format!("{}\n", l.trim())).collect();
        let found = sources(text);
        if found != wanted {
            wrong += &format!("\n{text}\nwanted:\n{wanted}found:\n{found}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn title_surname_role_and_pronoun_mean_one_person() {
    check(&[
        (
            "Mayor Oluwaseun Adeyemi said the bridge would close. \"We had no choice,\" the mayor said. Adeyemi said it \
             would open in May. He said that work had begun.",
            "Oluwaseun Adeyemi: named-person
             Oluwaseun Adeyemi: named-person
             Oluwaseun Adeyemi: named-person
             Oluwaseun Adeyemi: named-person",
        ),
        (
            "Nguyen Thi Lan, a nurse at the clinic, said the ward was full. Lan said she had asked for help. The nurse \
             said nobody came.",
            "Nguyen Thi Lan: named-person
             Nguyen Thi Lan: named-person
             Nguyen Thi Lan: named-person",
        ),
        (
            "Sheikh Abdullah bin Faisal al-Harbi said talks went on. Al-Harbi said a deal was near.",
            "Abdullah bin Faisal al-Harbi: named-person
             Abdullah bin Faisal al-Harbi: named-person",
        ),
        // Papers spell accents or leave them out; first names are cut short.
        (
            "Edward Muñoz said the pier was safe. Munoz said divers had looked. Ed Muñoz said they found nothing.",
            "Edward Muñoz: named-person
             Edward Muñoz: named-person
             Edward Muñoz: named-person",
        ),
        // A surname that is an office or a common word by chance.
        (
            "\"It was a good day,\" said Owen Page, a retired baker. Page, 71, said he would come again.",
            "Owen Page: named-person
             Owen Page: named-person",
        ),
        // Who is only told does not speak next, and a scene that opens the sentence is none of the name.
        (
            "The crews met on Monday. \"It was a good day,\" Tilda Roe told Bram Okoye. She denied that the boats were full.",
            "Tilda Roe: named-person
             Tilda Roe: named-person",
        ),
        (
            "After the debate Roe said the boats were full. Last year Roe admitted that the pier was wet.",
            "Roe: named-person
             Roe: named-person",
        ),
        // Whoever is spoken of inside the speech is not the speaker.
        (
            "Tilda Roe runs the ferry. Roe said her boats were full. \"Bram Okoye was wrong,\" she said.",
            "Tilda Roe: named-person
             Tilda Roe: named-person",
        ),
    ]);
}

#[test]
fn somebody_described_is_whom_the_text_names() {
    check(&[
        (
            "A county judge has stopped the sale. Judge Ana Ruiz said the papers were forged. The judge said a hearing \
             would follow.",
            "Ana Ruiz: named-person
             Ana Ruiz: named-person",
        ),
        (
            "Sen. Kofi Mensah (D-Ohio) said the bill would pass. The Ohio Democrat said he had counted.",
            "Kofi Mensah: named-person
             Kofi Mensah: named-person",
        ),
        (
            "Supervisor of Elections Mei Tanaka said the count was right. Tanaka said so twice.",
            "Mei Tanaka: named-person
             Mei Tanaka: named-person",
        ),
        ("\"It was cold,\" said Mr. Wren's wife, Ilse.", "Ilse: named-person"),
        // Office first and name then, as the head of an article tells it.
        (
            "A county judge said the sale must stop.\n\nHarriet Quist said the papers were forged.",
            "Harriet Quist: named-person
             Harriet Quist: named-person",
        ),
        // But nobody owes us the name of a witness.
        (
            "A witness said the sale was a sham.\n\nHarriet Quist said the papers were forged.",
            "A witness: unnamed-person
             Harriet Quist: named-person",
        ),
        (
            "\"We grew,\" Bo Wren, the head of the Troy Chamber of Commerce said. She and her aides said it would last.",
            "Bo Wren: named-person
             Bo Wren: named-person",
        ),
        (
            "Mayor Ana Ruiz said it was late. Mayor Kofi Mensah said it was early. The mayors said they would talk.",
            "Ana Ruiz: named-person
             Kofi Mensah: named-person
             Kofi Mensah: named-person",
        ),
        // An office with its complement, where nothing else tells that a name follows.
        ("Minister of Education Stefania Galli said a reform was due.", "Stefania Galli: named-person"),
        (
            "\"It works,\" said Professor Carl Lippi of Vale University. He added that it was cheap.",
            "Carl Lippi: named-person
             Carl Lippi: named-person",
        ),
        (
            "On Friday, the aide, Elena Lauder, 31, who has a blog, wrote that they should leave.",
            "Elena Lauder: named-person",
        ),
        (
            "Sen. Kirsten Gilroy (D-Ohio), a supporter of the bid told the host he would lose.",
            "Kirsten Gilroy: named-person",
        ),
        ("Mark Jansen is a clerk who argues that his rights are lost.", "Mark Jansen: named-person"),
        ("Chemist and beauty store chain Boltz said it was sorry.", "Boltz: named-organisation"),
        ("The region's main rival, Japan, declared that it backed the plan.", "Japan: named-organisation"),
        ("Ana Ruiz opened the bridge. The former mayor and Ohio senator said it was late.", "Ana Ruiz: named-person"),
        ("He met members of the Vale Board, which has denied the charge.", "Vale Board: named-organisation"),
        ("The sea will rise, said 24seas.org director Mary Boyle.", "Mary Boyle: named-person"),
        // "Ohio" and "Texas" exclude each other.
        (
            "Texas Gov. Ana Ruiz said the river was low. The Ohio governor said his was high.",
            "Ana Ruiz: named-person
             The Ohio governor: unnamed-person",
        ),
    ]);
}

#[test]
fn the_official_is_the_one_before_and_another_is_not() {
    check(&[
        (
            "A senior official said the cost had doubled. The official said more cuts would follow. Another official \
             said that was wrong.",
            "A senior official: unnamed-person
             A senior official: unnamed-person
             Another official: unnamed-person",
        ),
        (
            "Two aides said the vote was lost. The aides said they had warned her.",
            "Two aides: unnamed-group
             Two aides: unnamed-group",
        ),
    ]);
}

#[test]
fn a_body_is_known_by_its_initials_its_noun_and_it() {
    check(&[
        (
            "Vale Water Trust (VWT) said it would appeal. VWT said the ruling was wrong. The trust said it had not \
             been heard. It said costs were high.",
            "Vale Water Trust: named-organisation
             Vale Water Trust: named-organisation
             Vale Water Trust: named-organisation
             Vale Water Trust: named-organisation",
        ),
        (
            "Kestrel said its profit rose. The company said that sales grew.",
            "Kestrel: named-organisation
             Kestrel: named-organisation",
        ),
        (
            "Marlow & Finch said it was well. V&W said the same. The Poor People's League (PPL) said no. PPL said it would fight.",
            "Marlow & Finch: named-organisation
             V&W: named-organisation
             Poor People's League: named-organisation
             Poor People's League: named-organisation",
        ),
    ]);
}

#[test]
fn a_single_word_is_a_person_or_a_body_by_what_the_text_tells_of_it() {
    check(&[
        ("\"I never saw it,\" Katya said. She said it was dark.", "Katya: named-person\nKatya: named-person"),
        ("Tabrix said its shares would be split.", "Tabrix: named-organisation"),
        ("Ilse, 41, said the road was wet.", "Ilse: named-person"),
        ("Workers at Tabrix went home. Tabrix said the line was closed.", "Tabrix: named-organisation"),
        ("The newspaper Nordwind said the mine was shut.", "Nordwind: media"),
        ("The official Kestril news agency said the mine was shut.", "Kestril: media"),
        ("Tabrix lost to its rival Olvo. Olvo said it had won.", "Olvo: named-organisation"),
        ("Her brother Teo said the mine was shut.", "Teo: named-person"),
    ]);
}

#[test]
fn some_are_unnamed_and_classes_are_characterised() {
    check(&[
        // What ends a relative clause is no subject, and an adjective before a noun is no cue.
        (
            "A lawmaker who attended the meeting, speaking softly, said the talks were over. The ministry did not answer \
             emailed questions about the harbour.",
            "A lawmaker who attended the meeting: unnamed-person",
        ),
        ("Some brewers said they would leave.", "Some brewers: unnamed-group"),
        ("Several Republicans said the bill was dead.", "Several Republicans: unnamed-group"),
        ("A number of mayors said they would sue.", "A number of mayors: unnamed-group"),
        ("Authorities said no one was hurt.", "Authorities: unnamed-group"),
        ("Critics said the law was harsh.", "Critics: collective"),
        ("Many voters said they were tired.", "Many voters: collective"),
        ("Republicans said the bill was dead.", "Republicans: collective"),
        ("Rights groups said the law was harsh.", "Rights groups: collective"),
        ("Police said two men were held.", "Police: named-organisation"),
        ("Somebody said the door was open.", "Somebody: unnamed-person"),
        ("Another said the door was open.", "Another: unnamed-person"),
        ("A second recalled that the door was open.", "A second: unnamed-person"),
        ("A ferry operator said the door was open.", "A ferry operator: named-organisation"),
        (
            "One ferry operator, who asked not to be named, said the door was open.",
            "One ferry operator, who asked not to be named: unnamed-person",
        ),
        (
            "A woman who works in the mill, who asked not to be named, said the door was open.",
            "A woman who works in the mill, who asked not to be named: unnamed-person",
        ),
        ("Ola Marsh KC said the door was open.", "Ola Marsh KC: named-person"),
        (
            "People with knowledge of the workers' plan said it was ready.",
            "People with knowledge of the workers' plan: unnamed-group",
        ),
        ("In some towns, trade from abroad is welcome, insists Mr. Haddad.", "Haddad: named-person"),
        ("Ilse Roe, whose brother is at sea, said the road was wet.", "Ilse Roe: named-person"),
        ("\"Not now,\" said an adviser to Ana Roe.", "an adviser to Ana Roe: unnamed-person"),
        (
            "Tom Odum warned the lake town, Tarn, said an official who was told of it.",
            "an official: unnamed-person\nTom Odum: named-person",
        ),
        (
            "The talk was seen as a defeat by Sir Ivo Roe, the union's envoy, who said it was late.",
            "Ivo Roe: named-person",
        ),
        ("\"Yes,\" Ivo Roe, chairman of the union's ferry board said.", "Ivo Roe: named-person"),
        ("The town's most senior officer, Tarn police chief Ilse Roe, said it was late.", "Ilse Roe: named-person"),
        ("Director of the Refugee Council Ilse Roe said it was late.", "Ilse Roe: named-person"),
        ("Ana Ruiz met Tom Odum in Tarn. Both men denied the claim.", "Tom Odum: named-person"),
        (
            "The insurer, Mutuelle Odum, paid once. It has said that it will not again.",
            "Mutuelle Odum: named-organisation",
        ),
        ("One rower, identified only as Wren, told her: \"It was cold.\"", "One rower: pseudonym"),
        // No source, though the words may be one elsewhere.
        ("One question the plan raises, Mr. Kline said, is what it costs.", "Kline: named-person"),
        ("An open source tool that draws maps is on sale.", ""),
    ]);
}

#[test]
fn texts_and_other_outlets_are_sources_of_their_own_kinds() {
    check(&[
        ("According to court papers, the lease had lapsed.", "court papers: document"),
        ("A poll by Northway University found that most voters agreed.", "A poll by Northway University: document"),
        ("\"Never again,\" the sign read.", "the sign: document"),
        ("A voice-over in the last seconds says: \"Vote early.\"", "A voice-over in the last seconds: document"),
        ("A notice below the door states that it is a joke.", "A notice below the door: document"),
        ("State television said that the plant would close.", "State television: media"),
        ("The Harbour Post reported that the plant would close.", "Harbour Post: media"),
    ]);
}
