//! The pages at the door (受付のページ): what each stage shows. Every one has a way on.

use super::course::{Course, Field, Saved, Stage};
use super::person::{Band, NEEDS, Sex, Stay, Urgency};
use super::{Found, Here, Receipt, Shelter};
use crate::config::Name;
use crate::service::counter::{Keys, Prompt, Row, Said, Say, Tone, Typing, Way, Words};

/// The language in which what was chosen is written down.
const FALLBACK: &str = "ja";
/// Seconds for which a good end stands.
const GOOD: u32 = 6;
/// Seconds for which a number to be written down stands.
const DOUBT: u32 = 60;

/// The page of a stage that waits.
pub(super) fn prompt(course: &Course, shelter: &Shelter) -> Prompt {
    let page = match &course.stage {
        Stage::Strange => strange(),
        Stage::Kana => kana(),
        Stage::Nickname => typed("nickname", "shelter-nickname", Keys::Kana, 30),
        Stage::Which(found) => which(found),
        Stage::Band => band(),
        Stage::Sex => sex(),
        Stage::Family => family(course),
        Stage::Household => household(course),
        Stage::Inside => inside(course),
        Stage::Consent => consent(),
        Stage::Heads { out } => heads(*out),
        Stage::More => more(course),
        Stage::Needs => needs(course),
        Stage::Language => choice("language", "shelter-language", &shelter.rules.languages),
        Stage::Text(Field::Allergies) => with_skip(typed("allergies", "shelter-allergies", Keys::Kana, 60)),
        Stage::Text(Field::Medicines) => with_skip(typed("medicines", "shelter-medicines", Keys::Kana, 60)),
        Stage::Text(Field::Phone) => with_skip(typed("phone", "shelter-phone", Keys::Digits, 11)),
        Stage::Supplies => choice("supplies", "shelter-supplies", &shelter.rules.supplies),
        _ => door(),
    };
    Prompt { hint: course.hint.map(Say::key).or(page.hint), ..page }
}

fn door() -> Prompt {
    Prompt {
        page: "door",
        title: Say::key("shelter-door"),
        hint: Some(Say::key("shelter-door-hint")),
        tap: true,
        code: true,
        ways: no_card(),
        rest: true,
        ..Prompt::default()
    }
}

fn strange() -> Prompt {
    Prompt {
        page: "strange",
        title: Say::key("shelter-strange"),
        tap: true,
        code: true,
        ways: no_card(),
        ..Prompt::default()
    }
}

/// The ways of whoever has nothing to hold up.
fn no_card() -> Vec<Way> {
    vec![
        Way::new("card", "shelter-way-card"),
        Way::new("licence", "shelter-way-licence"),
        Way::new("name", "shelter-way-name"),
        Way::new("nameless", "shelter-way-nameless"),
        Way::new("heads", "shelter-way-heads"),
    ]
}

fn kana() -> Prompt {
    let page = typed("kana", "shelter-kana", Keys::Kana, 30);
    let ways = vec![Way::new("nickname", "shelter-way-nickname")];
    Prompt { ways, code: true, hint: Some(Say::key("shelter-kana-hint")), ..page }
}

fn typed(page: &'static str, key: &'static str, keys: Keys, longest: usize) -> Prompt {
    let typed = Some(Typing { keys, label: Say::key(key), longest });
    Prompt { page, title: Say::key(key), typed, ..Prompt::default() }
}

fn with_skip(page: Prompt) -> Prompt {
    Prompt { ways: vec![Way::new("skip", "shelter-skip")], ..page }
}

fn which(found: &[Found]) -> Prompt {
    let row = |one: &Found| {
        let here = match &one.here {
            Here::Outside => Say::key("shelter-here-out"),
            Here::Inside => Say::key("shelter-here-in"),
            Here::Elsewhere(name) => Say::with("shelter-here-elsewhere", &[("name", name)]),
        };
        Row::new(one.label.to_string(), here).choosing(one.person.0.to_string())
    };
    Prompt {
        page: "which",
        title: Say::key("shelter-which"),
        rows: found.iter().map(row).collect(),
        ways: vec![Way::new("new", "shelter-way-new")],
        ..Prompt::default()
    }
}

fn band() -> Prompt {
    let row = |band: &Band| Row::new(Say::key(band.key()), Say::default()).choosing(band.id());
    with_skip(Prompt {
        page: "band",
        title: Say::key("shelter-band"),
        rows: Band::ALL.iter().map(row).collect(),
        ..Prompt::default()
    })
}

fn sex() -> Prompt {
    let row = |sex: &Sex| Row::new(Say::key(sex.key()), Say::default()).choosing(sex.id());
    with_skip(Prompt {
        page: "sex",
        title: Say::key("shelter-sex"),
        rows: Sex::ALL.iter().map(row).collect(),
        ..Prompt::default()
    })
}

fn family(course: &Course) -> Prompt {
    let n = course.count().to_string();
    let row = |(at, label): (usize, &Say)| match at {
        0 => Row::new(label.clone(), Say::key("shelter-leader")),
        _ => Row::new(label.clone(), Say::key("shelter-take-off")).tone(Tone::Good).choosing(format!("drop-{at}")),
    };
    let offer = |(at, one): (usize, &super::Offered)| {
        let says = Say::with("shelter-offered", &[("age", &one.age.to_string())]);
        Row::new(one.label.to_string(), says).choosing(format!("join-{at}"))
    };
    let offers: Vec<Row> = course.offers().map(offer).collect();
    let everyone = (offers.len() > 1).then(|| Way::new("everyone", "shelter-way-everyone"));
    let enter = Way { id: "in".to_owned(), say: Say::with("shelter-way-in", &[("n", &n)]) };
    let others = [
        Way::new("name", "shelter-way-family-name"),
        Way::new("baby", "shelter-way-baby"),
        Way::new("nameless", "shelter-way-nameless-one"),
    ];
    Prompt {
        page: "family",
        title: Say::key("shelter-family"),
        hint: Some(Say::key("shelter-family-hint")),
        tap: true,
        code: true,
        rows: course.labels.iter().enumerate().map(row).chain(offers).collect(),
        ways: std::iter::once(enter).chain(everyone).chain(others).collect(),
        ..Prompt::default()
    }
}

fn household(course: &Course) -> Prompt {
    let members = course.found.as_ref().map(|found| found.members.as_slice()).unwrap_or_default();
    let rows = members.iter().map(|one| {
        let along = course.along.contains(&one.person);
        let (says, tone) = match (one.inside, along) {
            (true, _) => ("shelter-here-in", Tone::Plain),
            (false, true) => ("shelter-along", Tone::Good),
            (false, false) => ("shelter-not-along", Tone::Plain),
        };
        let row = Row::new(one.label.to_string(), Say::key(says)).tone(tone);
        if one.inside { row } else { row.choosing(one.person.0.to_string()) }
    });
    let n = (course.along.len() + 1).to_string();
    Prompt {
        page: "household",
        title: called(course, "shelter-household"),
        hint: Some(Say::key("shelter-household-hint")),
        rows: rows.chain([pressed("other", "shelter-way-other")]).collect(),
        ways: vec![
            Way { id: "all".to_owned(), say: Say::with("shelter-way-in", &[("n", &n)]) },
            Way::new("me", "shelter-way-me"),
        ],
        ..Prompt::default()
    }
}

fn called(course: &Course, key: &'static str) -> Say {
    Say::with(key, &[("name", course.found.as_ref().map_or("", |found| &*found.label))])
}

fn inside(course: &Course) -> Prompt {
    let members = course.found.as_ref().map(|found| found.members.as_slice()).unwrap_or_default();
    let mut rows = Vec::new();
    if members.iter().any(|one| one.inside) {
        rows.push(pressed("all-out", "shelter-way-all-out"));
    }
    if !course.along.is_empty() {
        rows.push(pressed("family", "shelter-way-family"));
    }
    rows.extend([
        pressed("draw", "shelter-way-draw"),
        pressed("tell", "shelter-way-tell"),
        pressed("other", "shelter-way-other"),
    ]);
    Prompt {
        page: "inside",
        title: called(course, "shelter-inside"),
        rows,
        ways: vec![Way::new("out", "shelter-way-out"), Way::new("away", "shelter-way-away")],
        ..Prompt::default()
    }
}

fn pressed(id: &str, key: &'static str) -> Row {
    Row::new(Say::key(key), Say::default()).choosing(id)
}

fn consent() -> Prompt {
    Prompt {
        page: "consent",
        title: Say::key("shelter-consent"),
        hint: Some(Say::key("shelter-consent-hint")),
        ways: vec![
            Way::new("yes", "shelter-consent-yes"),
            Way::new("no", "shelter-consent-no"),
            Way::new("skip", "shelter-skip"),
        ],
        ..Prompt::default()
    }
}

fn heads(out: bool) -> Prompt {
    let (title, other) = if out {
        ("shelter-heads-out", ("in", "shelter-heads-in"))
    } else {
        ("shelter-heads-in", ("out", "shelter-heads-out"))
    };
    Prompt { ways: vec![Way::new(other.0, other.1)], ..typed("heads", title, Keys::Digits, 3) }
}

fn more(course: &Course) -> Prompt {
    let told = &course.told;
    let text = |value: Option<&str>| value.map_or(Say::key("shelter-not-told"), |text| Say::As(text.to_owned()));
    let needs = told.needs.values().filter(|urgency| **urgency != Urgency::None).count();
    let row = |id: &str, key: &'static str, value: Say| Row::new(Say::key(key), value).choosing(id);
    let consent = match told.consent {
        Some(true) => Say::key("shelter-consent-yes"),
        Some(false) => Say::key("shelter-consent-no"),
        None => Say::key("shelter-not-told"),
    };
    let count = |n: String| Say::with("shelter-n", &[("n", &n)]);
    Prompt {
        page: "more",
        title: Say::key("shelter-more"),
        hint: Some(Say::key("shelter-more-hint")),
        rows: vec![
            row(
                "needs",
                "shelter-needs",
                if needs == 0 { Say::key("shelter-not-told") } else { count(needs.to_string()) },
            ),
            row("allergies", "shelter-allergies", text(told.allergies.as_deref())),
            row("medicines", "shelter-medicines", text(told.medicines.as_deref())),
            row("language", "shelter-language", text(told.language.as_deref())),
            row("pets", "shelter-pets", told.pets.map_or(Say::key("shelter-not-told"), |pets| count(pets.to_string()))),
            row(
                "stay",
                "shelter-stay",
                told.stay.map_or(Say::key("shelter-not-told"), |stay: Stay| Say::key(stay.key())),
            ),
            row("consent", "shelter-consent-row", consent),
            row("phone", "shelter-phone", text(told.phone.as_deref())),
        ],
        ways: vec![Way::new("done", "shelter-way-keep")],
        ..Prompt::default()
    }
}

fn needs(course: &Course) -> Prompt {
    let rows = NEEDS.iter().map(|(need, id, key)| {
        let urgency = course.told.needs.get(need).copied().unwrap_or(Urgency::None);
        let tone = match urgency {
            Urgency::None => Tone::Plain,
            Urgency::Known => Tone::Good,
            Urgency::Today => Tone::Doubt,
            Urgency::Now => Tone::Stop,
        };
        Row::new(Say::key(key), Say::key(urgency.key())).tone(tone).choosing(*id)
    });
    Prompt {
        page: "needs",
        title: Say::key("shelter-needs"),
        hint: Some(Say::key("shelter-needs-hint")),
        rows: rows.collect(),
        ways: vec![Way::new("done", "shelter-way-done")],
        ..Prompt::default()
    }
}

fn choice(page: &'static str, key: &'static str, names: &[Name]) -> Prompt {
    let rows = names.iter().map(|name| Row::new(name, Say::default()).choosing(name.get(FALLBACK)));
    with_skip(Prompt { page, title: Say::key(key), rows: rows.collect(), ..Prompt::default() })
}

/// Something was written down.
pub(super) fn saved(course: &Course, receipt: &Receipt, saved: Saved) -> Said {
    let title = match saved {
        Saved::In => "shelter-saved-in",
        Saved::Out => "shelter-saved-out",
        Saved::Away => "shelter-saved-away",
        Saved::Told => "shelter-saved-told",
        Saved::Drawn => "shelter-saved-drawn",
        Saved::Heads { out: false } => "shelter-saved-heads-in",
        Saved::Heads { out: true } => "shelter-saved-heads-out",
    };
    let full = receipt.capacity > 0 && receipt.inside > u64::from(receipt.capacity);
    let mut ways = vec![Way::new("next", "shelter-way-next")];
    if matches!(saved, Saved::In | Saved::Told | Saved::Drawn) && course.about.is_some() {
        ways.push(Way::new("tell", "shelter-way-tell"));
        ways.push(Way::new("draw", "shelter-way-draw"));
    }
    let mut rows = vec![Row::new(Say::key("shelter-now-inside"), inside_of(receipt))];
    if full {
        rows.push(Row::new(Say::key("shelter-over"), Say::key("shelter-over-hint")).tone(Tone::Doubt));
    }
    Said {
        page: "saved",
        tone: if receipt.doubt { Tone::Doubt } else { Tone::Good },
        title: Say::with(title, &[("n", &receipt.count.to_string())]),
        hint: receipt.doubt.then(|| Say::key("shelter-saved-doubt")),
        rows,
        number: Some(receipt.number),
        slip: matches!(saved, Saved::In | Saved::Heads { out: false }),
        ways,
        seconds: Some(GOOD),
        ..Said::default()
    }
}

fn inside_of(receipt: &Receipt) -> Say {
    let (inside, of) = (receipt.inside.to_string(), receipt.capacity.to_string());
    match receipt.capacity {
        0 => Say::with("shelter-n", &[("n", &inside)]),
        _ => Say::with("shelter-n-of", &[("n", &inside), ("of", &of)]),
    }
}

/// The record takes nothing: numbered cards, and heads counted beside it.
pub(super) fn blank(first: u32, last: u32) -> Said {
    let cards = (first..=last).map(|number| (number.to_string(), card())).collect();
    let (first, last) = (first.to_string(), last.to_string());
    let title = if first == last {
        Say::with("shelter-blank-one", &[("n", &first)])
    } else {
        Say::with("shelter-blank-many", &[("from", &first), ("to", &last)])
    };
    let hint = Some(Say::key("shelter-blank-hint"));
    Said { seconds: Some(DOUBT), cards, ..plain("blank", title, hint) }
}

/// A card to be written on by hand, brought back when the record takes entries again.
fn card() -> Words {
    let line = |key: &'static str| Row::new(Say::key(key), Say::As("＿＿＿＿＿＿＿＿".to_owned()));
    Words {
        title: Say::key("shelter-blank-card"),
        rows: vec![line("shelter-field-names"), line("shelter-slip-people"), line("shelter-field-room")],
        notes: vec![Say::key("shelter-blank-card-note"), Say::key("shelter-slip-out")],
        ..Words::default()
    }
}

pub(super) fn by_hand() -> Said {
    Said { seconds: Some(DOUBT), ..plain("hand", Say::key("shelter-hand"), Some(Say::key("shelter-hand-hint"))) }
}

pub(super) fn not_kept() -> Said {
    plain("not-kept", Say::key("shelter-not-kept"), Some(Say::key("shelter-not-kept-hint")))
}

pub(super) fn closed() -> Said {
    plain("closed", Say::key("shelter-closed"), Some(Say::key("shelter-closed-hint")))
}

fn plain(page: &'static str, title: Say, hint: Option<Say>) -> Said {
    let ways = vec![Way::new("next", "shelter-way-next")];
    Said { page, tone: Tone::Doubt, title, hint, ways, ..Said::default() }
}
