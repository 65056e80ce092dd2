//! The pages of privileges (優遇サービスのページ). Nobody at a shop learns more than yes or no, and how much.

use jiff::civil::Date;

use super::Given;
use super::programme::{Cap, Merchant, Programme, Programmes, Who};
use crate::service::counter::{Keys, Prompt, Row, Said, Say, Tone, Typing, Way, ends};

/// The button that opens a My Number card.
pub(super) const CARD: &str = "card";

fn key(key: &'static str) -> Say {
    Say::key(key)
}

fn row(programme: &Programme) -> Row {
    Row::new(key("privilege-programme"), &programme.name)
}

/// Programmes to choose from; a voucher's code is read here as well.
pub(super) fn rest(programmes: &Programmes) -> Prompt {
    let ways = programmes.programme.iter().map(|one| Way { id: one.id.clone(), say: (&one.name).into() });
    Prompt {
        page: "rest",
        title: key("privilege-rest"),
        hint: Some(key("privilege-rest-hint")),
        code: true,
        ways: ways.collect(),
        rest: true,
        ..Prompt::default()
    }
}

/// A tap, a code or a card, whichever the programme admits.
pub(super) fn who(programme: &Programme) -> Prompt {
    let may = |who: Who| programme.who.contains(&who);
    let hint = match (may(Who::Registered), may(Who::Applicants)) {
        (true, true) => "privilege-who-both",
        (true, false) => "privilege-who-tap",
        _ => "privilege-who-code",
    };
    let card = may(Who::Holders).then(|| Way::new(CARD, "privilege-by-card"));
    Prompt {
        page: "who",
        title: (&programme.name).into(),
        hint: Some(key(hint)),
        tap: may(Who::Registered),
        code: may(Who::Applicants),
        ways: card.into_iter().collect(),
        ..Prompt::default()
    }
}

/// Which shop.
pub(super) fn shops(programme: &Programme, shops: &[&Merchant]) -> Prompt {
    // Equals: none of them is the loud button.
    let shops = shops.iter().map(|shop| Row::new(&shop.name, Say::default()).choosing(shop.id.clone()));
    Prompt {
        page: "shops",
        title: key("privilege-shops"),
        rows: [row(programme)].into_iter().chain(shops).collect(),
        ..Prompt::default()
    }
}

/// Whole yen.
pub(super) fn price(programme: &Programme, wrong: bool) -> Prompt {
    Prompt {
        page: "price",
        title: key("privilege-price"),
        hint: Some(key(if wrong { "privilege-price-wrong" } else { "privilege-price-hint" })),
        typed: Some(Typing { keys: Keys::Digits, label: key("privilege-price-label"), longest: 6 }),
        rows: vec![row(programme)],
        ..Prompt::default()
    }
}

fn yen(yen: u32) -> Say {
    Say::with("privilege-yen", &[("yen", &crate::service::privilege::thousands(yen))])
}

/// A voucher was issued, or something was taken off.
pub(super) fn given(programme: &Programme, given: &Given) -> Said {
    let mut rows = vec![row(programme)];
    rows.extend(given.yen.map(|amount| Row::new(key("privilege-amount"), yen(amount))));
    rows.extend(given.until.map(|until| Row::new(key("privilege-until"), until.to_string())));
    let (title, hint) = if given.until.is_some() {
        ("privilege-issued", "privilege-issued-hint")
    } else {
        ("privilege-used", "privilege-used-hint")
    };
    Said {
        page: "given",
        tone: Tone::Good,
        title: key(title),
        hint: Some(key(hint)),
        rows,
        number: Some(given.number),
        slip: true,
        seconds: Some(10),
        ..Said::default()
    }
}

/// A voucher was taken in.
pub(super) fn redeemed(programme: &Programme, number: u64, amount: u32) -> Said {
    Said {
        page: "redeemed",
        tone: Tone::Good,
        title: Say::with("privilege-redeemed", &[("yen", &crate::service::privilege::thousands(amount))]),
        hint: Some(key("privilege-redeemed-hint")),
        rows: vec![row(programme)],
        number: Some(number),
        slip: true,
        seconds: Some(10),
        ..Said::default()
    }
}

/// Yes or no, and nothing else.
pub(super) fn proved(programme: &Programme, number: u64, yes: bool) -> Said {
    Said {
        page: "proved",
        tone: if yes { Tone::Good } else { Tone::Doubt },
        title: key(if yes { "privilege-yes" } else { "privilege-no" }),
        hint: Some(key("privilege-proved-hint")),
        rows: vec![row(programme)],
        number: Some(number),
        slip: true,
        seconds: Some(10),
        ..Said::default()
    }
}

pub(super) fn not_eligible(programme: &Programme) -> Said {
    let said = ends::doubt("not-eligible", key("privilege-not-eligible"), key("privilege-not-eligible-hint"));
    Said { rows: vec![row(programme)], ..said }
}

pub(super) fn used_up(programme: &Programme, cap: Cap) -> Said {
    let hint = match cap {
        Cap::Day => "privilege-cap-day",
        Cap::Month => "privilege-cap-month",
        Cap::Year => "privilege-cap-year",
        Cap::Once => "privilege-cap-once",
    };
    Said { rows: vec![row(programme)], ..ends::doubt("used-up", key("privilege-used-up"), key(hint)) }
}

pub(super) fn not_here(programme: &Programme) -> Said {
    let said = ends::doubt("not-here", key("privilege-not-here"), key("privilege-not-here-hint"));
    Said { rows: vec![row(programme)], ..said }
}

/// Somebody else gave it already, on another terminal.
pub(super) fn elsewhere() -> Said {
    ends::stop("elsewhere", key("privilege-elsewhere"), key("privilege-elsewhere-hint"))
}

/// Nobody who decides could be asked: nothing is given.
pub(super) fn undecided() -> Said {
    ends::doubt("undecided", key("privilege-undecided"), key("privilege-undecided-hint"))
}

/// Redeemed before: the original or a copy of it.
pub(super) fn spent(when: Option<&str>) -> Said {
    let hint = match when {
        Some(when) => Say::with("privilege-spent-when", &[("when", when)]),
        None => key("privilege-spent-hint"),
    };
    ends::stop("spent", key("privilege-spent"), hint)
}

pub(super) fn cancelled() -> Said {
    ends::stop("cancelled", key("privilege-cancelled"), key("privilege-cancelled-hint"))
}

pub(super) fn over(until: Date) -> Said {
    ends::stop("over", key("privilege-over"), Say::with("privilege-over-hint", &[("until", &until.to_string())]))
}

pub(super) fn stranger() -> Said {
    ends::stop("stranger", key("privilege-stranger"), key("privilege-stranger-hint"))
}

/// The check letter does not fit.
pub(super) fn misread() -> Said {
    ends::doubt("misread", key("privilege-misread"), key("privilege-misread-hint"))
}

pub(super) fn no_voucher() -> Said {
    ends::doubt("no-voucher", key("privilege-no-voucher"), key("privilege-no-voucher-hint"))
}
