//! Independent eyes (第三者の目): what programs written elsewhere see in the bytes of a slip.
//!
//! `judges <slip.json> <text.bin> <drawn.bin> <preview.png>`: the text and commands that hardless reads are the slip's
//! own; the dots it draws from the raster commands are those of our picture; `zbarimg` reads every code. Nothing of the
//! product is linked here, and no reader of ours is asked.

use std::collections::BTreeSet;
use std::process::{Command, ExitCode};

use encoding_rs::SHIFT_JIS;
use hardless_escpos::{Node, parse};
use hardless_render::{RenderOptions, render_png};
use serde_json::Value;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [slip, text, drawn, preview] = arguments.as_slice() else {
        eprintln!("usage: judges <slip.json> <text.bin> <drawn.bin> <preview.png>");
        return ExitCode::from(2);
    };
    match judge(slip, text, drawn, preview) {
        Ok(seen) => {
            println!("{slip}: {seen}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{slip}: {why}");
            ExitCode::FAILURE
        }
    }
}

fn judge(slip: &str, text: &str, drawn: &str, preview: &str) -> Result<String, String> {
    let read = |file: &str| std::fs::read(file).map_err(|why| format!("{file}: {why}"));
    let slip: Value = serde_json::from_slice(&read(slip)?).map_err(|why| why.to_string())?;
    let lines = slip["lines"].as_array().ok_or("no lines")?;
    let nodes = parse(&read(text)?);
    let words = words_seen(&nodes);
    let texts = every_text_is_there(lines, &words)?;
    commands_are_known(&nodes)?;
    let cuts = |nodes: &[Node]| nodes.iter().filter(|node| matches!(node, Node::Cut { partial: true, .. })).count();
    let asked = lines.iter().filter(|line| line["kind"] == "cut").count();
    let drawn = parse(&read(drawn)?);
    if (cuts(&nodes), cuts(&drawn)) != (asked, asked) {
        return Err(format!("{asked} cuts asked, {} and {} seen", cuts(&nodes), cuts(&drawn)));
    }
    let dots = dots_are_ours(&drawn, preview)?;
    let codes = codes_are_read(lines, &nodes, preview)?;
    Ok(format!("{texts} texts, {dots} black dots, {codes} codes"))
}

/// hardless reads one-byte code pages only: its characters are turned back into bytes, and these are Shift_JIS.
fn words_seen(nodes: &[Node]) -> String {
    let high = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
    let table: Vec<char> = high.chars().collect();
    let mut bytes = Vec::new();
    for node in nodes {
        if let Node::Text { text } = node {
            for c in text.chars() {
                match u8::try_from(u32::from(c)) {
                    Ok(byte) if byte < 0x80 => bytes.push(byte),
                    _ => bytes.push(table.iter().position(|of| *of == c).map_or(b'?', |at| 0x80 + at as u8)),
                }
            }
        }
    }
    SHIFT_JIS.decode(&bytes).0.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Texts with letters that the printer lacks are drawn, and judged by the dots.
fn every_text_is_there(lines: &[Value], words: &str) -> Result<usize, String> {
    let mut seen = 0;
    let mut rest = words;
    let texts = lines.iter().flat_map(|line| {
        let cells = line["cells"].as_array().cloned().unwrap_or_default();
        let own = ["label", "text", "value"].map(|key| line[key].clone());
        let own = if line["kind"] == "qr" { Vec::new() } else { own.to_vec() };
        own.into_iter().chain(cells.into_iter().map(|cell| cell["text"].clone()))
    });
    for text in texts.filter_map(|text| text.as_str().map(str::to_owned)) {
        if SHIFT_JIS.encode(&text).2 || text.contains(['髙', '﨑']) {
            continue;
        }
        for piece in text.split('\n') {
            let piece: String = piece.chars().filter(|c| !c.is_whitespace()).collect();
            let Some(at) = rest.find(&piece) else { return Err(format!("{piece} is not on the paper")) };
            rest = rest.get(at + piece.len()..).unwrap_or_default();
            seen += 1;
        }
    }
    if words.contains(['?', '〓', '\u{fffd}']) {
        return Err("a letter was lost".to_owned());
    }
    Ok(seen)
}

/// Commands hardless does not know but names with their length: Shift_JIS, the character set, units and smoothing.
fn commands_are_known(nodes: &[Node]) -> Result<(), String> {
    for node in nodes {
        if let Node::Unknown { bytes, .. } = node {
            let known = [&b"\x1cC"[..], b"\x1bR", b"\x1dP", b"\x1dB", b"\x1db", b"\x1bJ", b"\x1b3"];
            if !known.iter().any(|command| bytes.starts_with(command)) {
                return Err(format!("no command: {bytes:02x?}"));
            }
        }
    }
    Ok(())
}

/// One row of dots that has ink: where its dots are.
type Row = Vec<u32>;

/// The rows of the raster commands, as hardless reads them, against those of our preview: dot by dot, from the left edge of the
/// paper, in their order. White rows between them are the printer's feeds.
fn dots_are_ours(nodes: &[Node], preview: &str) -> Result<usize, String> {
    let theirs: Vec<Row> = nodes.iter().flat_map(raster).collect();
    let ours = picture(preview)?;
    let margin = |rows: &[Row]| rows.iter().flatten().min().copied().unwrap_or(0);
    // The preview has a white edge round the paper, and draws a dashed line where the paper is cut: that is no ink.
    let shift = margin(&ours).checked_sub(margin(&theirs)).ok_or("our picture begins left of the paper")?;
    let cuts = nodes.iter().filter(|node| matches!(node, Node::Cut { .. })).count();
    let mut dashes = 0;
    let mut at = 0;
    for row in &ours {
        let row: Row = row.iter().map(|dot| dot - shift).collect();
        if theirs.get(at) == Some(&row) {
            at += 1;
        } else {
            dashes += 1;
        }
    }
    if at != theirs.len() || dashes != cuts * 2 {
        return Err(format!("row {at} of {} differs; {dashes} rows are only in our picture", theirs.len()));
    }
    Ok(theirs.iter().map(Vec::len).sum())
}

fn raster(node: &Node) -> Vec<Row> {
    let Node::RasterImage { width_bytes, data, .. } = node else { return Vec::new() };
    let black = |row: &[u8]| -> Row {
        let dots = row.iter().enumerate().flat_map(|(at, byte)| (0..8).map(move |bit| (at * 8 + bit, byte << bit)));
        dots.filter(|(_, bits)| bits & 0x80 != 0).map(|(at, _)| at as u32).collect()
    };
    data.chunks((*width_bytes).into()).map(black).filter(|row| !row.is_empty()).collect()
}

fn picture(file: &str) -> Result<Vec<Row>, String> {
    let open = std::fs::File::open(file).map_err(|why| why.to_string())?;
    let mut reader = png::Decoder::new(std::io::BufReader::new(open)).read_info().map_err(|why| why.to_string())?;
    let mut pixels = vec![0; reader.output_buffer_size().ok_or("too large")?];
    let info = reader.next_frame(&mut pixels).map_err(|why| why.to_string())?;
    let step = info.buffer_size() / (info.width as usize * info.height as usize);
    let black = |row: &[u8]| -> Row {
        (0..).zip(row.chunks(step)).filter(|(_, pixel)| pixel.first() == Some(&0)).map(|(at, _)| at).collect()
    };
    Ok(pixels.chunks(info.width as usize * step).map(black).filter(|row| !row.is_empty()).collect())
}

/// zbarimg reads every code from hardless' drawing of the text bytes (between raster bands it leaves gaps of its own), and
/// from our own picture of the drawn ones.
fn codes_are_read(lines: &[Value], nodes: &[Node], preview: &str) -> Result<usize, String> {
    let coded = |line: &&Value| line["kind"] == "qr" || line["kind"] == "barcode";
    let asked: BTreeSet<String> =
        lines.iter().filter(coded).filter_map(|line| line["text"].as_str().map(str::to_owned)).collect();
    let png = render_png(nodes, &RenderOptions::default()).map_err(|why| format!("{why:?}"))?;
    let theirs = std::env::temp_dir().join(format!("judges-{}.png", std::process::id()));
    std::fs::write(&theirs, png).map_err(|why| why.to_string())?;
    for picture in [theirs.as_path(), std::path::Path::new(preview)] {
        let read = Command::new("zbarimg")
            .args(["-q", "--raw", "-Senable"])
            .arg(picture)
            .output()
            .map_err(|why| format!("zbarimg: {why}"))?;
        let seen: BTreeSet<String> = String::from_utf8_lossy(&read.stdout).lines().map(str::to_owned).collect();
        if seen != asked {
            return Err(format!("codes {asked:?} asked, zbarimg reads {seen:?} in {}", picture.display()));
        }
    }
    let _ = std::fs::remove_file(theirs);
    Ok(asked.len())
}
