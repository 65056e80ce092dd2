//! Forgetting (忘れるプログラム): a word is made, freed, and the program waits to be searched.

use std::io::{BufRead, Read, Result, Write, stdin, stdout};

/// So often the word stands in the one string that is freed: an allocator writes its own notes over the first bytes.
const TIMES: usize = 64;

/// Reads two halves of a word, frees the word that they make, says so, and waits until nobody speaks to it any more.
///
/// # Errors
/// When nobody speaks to it.
pub fn forget() -> Result<()> {
    let mut halves = String::new();
    stdin().lock().read_line(&mut halves)?;
    let word: String = halves.split_whitespace().collect();
    drop(std::hint::black_box(word.repeat(TIMES)));
    drop(std::hint::black_box(word));
    writeln!(stdout(), "forgotten")?;
    stdout().flush()?;
    stdin().lock().read_to_end(&mut Vec::new())?;
    Ok(())
}
