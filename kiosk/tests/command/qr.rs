//! `kiosk qr` as people call it (QRのコマンドの試験): a key for the town and one for a service, a code as at home makes it, read again.

use super::*;

const ANSWERS: &str = r#"{"kind":"in","moved":"2026-11-20","phone":"090-1234-5678"}"#;

fn home(call: &Call, lines: &str) {
    std::fs::write(call.path("config/home.toml"), lines).expect("home.toml");
}

/// The public half of a new key.
fn key(call: &Call, name: &str, more: &[&str]) -> String {
    let file = call.path(&format!("config/{name}"));
    let said = call.run(&[&["qr", "key", "--out", file.to_str().expect("path")], more].concat()).good().out;
    said.split('\t').next().expect("key").to_owned()
}

fn make(call: &Call, answers: &str, more: &[&str]) -> Said {
    call.run_with(&[&["qr", "make", "idou", "--answers", "-"], more].concat(), answers, &[])
}

#[test]
fn a_code_is_made_signed_sealed_drawn_and_read_again() {
    let call = Call::configured("");
    let (town, service) = (key(&call, "town.key", &[]), key(&call, "service.key", &["--sign"]));
    let listed = |service: &str| {
        format!(
            "open = true\nlongest_hours = 48\nkeys = [\"file:town.key\"]\n[[service]]\nid = \"web\"\nname = {{ ja = \"海原\" }}\nkey = \"{service}\"\n"
        )
    };
    home(&call, &listed(&service));
    call.run(&["config", "check"]).good();
    let (sign, png) = (call.path("config/service.key"), call.path("code.png"));
    let more = ["--seal", &town, "--sign", sign.to_str().expect("path"), "--png", png.to_str().expect("path")];
    let code = make(&call, ANSWERS, &more).good().out.trim_end_matches('\n').to_owned();
    let zbar =
        Command::new("zbarimg").args(["-q", "--raw", "--oneshot", "-Sbinary"]).arg(&png).output().expect("zbarimg");
    assert_eq!(String::from_utf8(zbar.stdout).expect("text"), code);
    let said = call.run(&["qr", "read", &code]).good().out;
    let said: serde_json::Value = serde_json::from_str(&said).expect("json");
    assert_eq!((&said["service"], &said["sealed"], &said["form"]), (&"web".into(), &true.into(), &"idou".into()));
    assert_eq!(said["answers"]["phone"], "090-1234-5678");
    // The key of another service on the list: nobody knows this one.
    home(&call, &listed(&key(&call, "other.key", &["--sign"])));
    call.run(&["qr", "read", &code]).trouble("H03", 5);
    home(&call, "open = true\nlongest_hours = 48\n");
    call.run(&["qr", "read", &code]).trouble("H07", 5);
    call.run(&["qr", "read", &code.replace("KZH1:", "KZH9:")]).trouble("H01", 5);
    call.run_with(&["qr", "read", "-"], &format!("KZH1:{}", "A".repeat(5 << 20)), &[]).trouble("H06", 5);
}

#[test]
fn what_a_counter_would_refuse_is_refused_where_it_is_made() {
    let call = Call::configured("");
    make(&call, ANSWERS, &[]).trouble("H09", 5);
    make(&call, r#"{"kind":"in","name":"髙﨑　花子"}"#, &[]).trouble("H08", 5);
    make(&call, r#"{"kind":"nowhere"}"#, &[]).trouble("H10", 5);
    make(&call, "[]", &[]).trouble("F08", 5);
    make(&call, ANSWERS, &["--seal", "12"]).trouble("L07", 3);
    let code = make(&call, r#"{"kind":"in","moved":"2026-11-20"}"#, &["--hours", "200"]).good().out;
    call.run(&["qr", "read", code.trim_end_matches('\n')]).trouble("H04", 5);
    call.run(&["qr", "key", "--out", call.path("config").to_str().expect("path")]).trouble("L01", 1);
}
