//! Tests of the configuration (設定の試験): defaults that work, and every mistake named with its line.

use super::*;

fn parse(text: &str) -> Result<Config, ConfigFault> {
    Config::parse(text, Path::new("kiosk.toml"))
}

#[test]
fn nothing_written_is_a_terminal_that_works() {
    let config = parse("").expect("defaults");
    assert_eq!(config.terminal.id.as_str(), "A");
    assert!(!config.card.accept_test_cards);
    assert_eq!(config.store.key, KeySource::Credential("kazasu-store".to_owned()));
}

#[test]
fn the_shipped_file_is_the_defaults_in_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config");
    assert_eq!(Config::load(&folder).expect("the shipped file"), Config::default());
}

#[test]
fn a_misspelt_key_is_named_with_its_line() {
    let fault = parse("[card]\n\naccept_test_card = true\n").expect_err("unknown");
    assert_eq!((fault.line, fault.key.as_deref()), (Some(3), Some("card.accept_test_card")));
    assert!(matches!(fault.what, Wrong::UnknownKey { .. }));
    assert_eq!(fault.code(), "K03");
}

#[test]
fn a_misspelt_section_is_named_with_its_line() {
    let fault = parse("[place]\nwindow = \"1\"\n[slips]\n").expect_err("unknown");
    assert_eq!((fault.line, fault.key.as_deref()), (Some(3), Some("slips")));
}

#[test]
fn a_wrong_value_is_named_with_its_line() {
    for (text, line, key) in [
        ("[displays.resident]\nwidth = \"wide\"\n", 2, "displays.resident.width"),
        ("[displays.resident]\nwidth = 12\n", 2, "displays.resident.width"),
        ("[slip]\nport = \"usb-magic\"\n", 2, "slip.port"),
        ("[slip]\nport = \"tcp\"\nat = \"printer\"\n", 3, "slip.at"),
        ("[store]\nkey = \"secret\"\n", 2, "store.key"),
        ("[terminal]\nid = \"端末A\"\n", 2, "terminal.id"),
        ("[terminal]\nlanguages = [\"en\"]\n", 2, "terminal.languages"),
        ("[[readers]]\nname = \"x\"\nrole = \"boss\"\n", 3, "readers.role"),
        ("[claims]\nonly = true\nscopes = [\"a\"]\n", 2, "claims.only"),
        ("[claims]\nshare = { of = 2, here = [1] }\n", 2, "claims.share"),
        ("[claims]\nscopes = [\"a\"]\nshare = { of = 2, here = [3] }\n", 3, "claims.share"),
        ("[hours]\nopen = \"25:00\"\n", 2, "hours.open"),
        ("[staff]\ntwo_persons = [\"fly\"]\n", 2, "staff.two_persons"),
        ("[hours]\nopen = \"17:00\"\nclose = \"9:00\"\n", 3, "hours.close"),
    ] {
        let fault = parse(text).expect_err(text);
        assert_eq!((fault.line, fault.key.as_deref(), fault.code()), (Some(line), Some(key), "K04"), "{text}");
    }
}

#[test]
fn broken_toml_is_named_with_its_line() {
    let fault = parse("[place]\nwindow = \n").expect_err("syntax");
    assert_eq!((fault.line, fault.code()), (Some(2), "K02"));
}

#[test]
fn a_missing_file_is_named() {
    let fault = Config::load(Path::new("/nowhere/at/all")).expect_err("missing");
    assert_eq!((fault.code(), fault.line), ("K01", None));
    assert!(fault.file.ends_with("kiosk.toml"));
}

#[test]
fn a_reader_gets_the_role_of_the_first_name_that_fits() {
    let config = parse("[[readers]]\nname = \"acr39\"\nrole = \"staff\"\n").expect("readers");
    assert_eq!(config.role_of("ACS ACR39U ICC Reader 00 00"), Role::Staff);
    assert_eq!(config.role_of("Sony RC-S300"), Role::Resident);
}
