//! The staff login of the command line (職員の確認): before anything of a person is shown or changed.

use std::io::BufRead;

use zeroize::Zeroizing;

use super::Failure;
use super::arguments::LoginArguments;
use crate::store::Store;
use crate::store::staff::{self, Act, Approval, Refusal, Role};
use crate::trouble::Trouble;

/// Somebody who may.
pub(super) struct Staff {
    pub name: String,
    pub role: Role,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        refusal.trouble().into()
    }
}

/// Asks for name and password, or takes them as the arguments say. Every try is an entry of the journal.
pub(super) fn login(store: &Store, arguments: &LoginArguments) -> Result<Staff, Failure> {
    if staff::list(store)?.is_empty() {
        return Err(Trouble::new("L06").into());
    }
    let name = match &arguments.staff {
        Some(name) => name.clone(),
        None => ask_name()?,
    };
    let password = secret_line(arguments.password_stdin, "合いことば / Password: ")?;
    let role = staff::check(store, &name, &password)?;
    Ok(Staff { name, role })
}

/// The second person's login for one act, where the command line names one. Their password comes after the first one's.
pub(super) fn approved(
    store: &Store,
    act: Act,
    of: &str,
    second: Option<&str>,
    arguments: &LoginArguments,
) -> Result<Option<Approval>, Failure> {
    let Some(second) = second else { return Ok(None) };
    let password = secret_line(arguments.password_stdin, "もう1人の合いことば / The second person's password: ")?;
    Ok(Some(staff::approve(store, act, of, second, &password)?))
}

fn ask_name() -> Result<String, Failure> {
    let mut name = String::new();
    std::io::stdin().lock().read_line(&mut name).map_err(|why| Failure::io("stdin", &why))?;
    Ok(name.trim().to_owned())
}

/// One line that is not shown: from standard input, or asked on the terminal.
pub(super) fn secret_line(from_stdin: bool, prompt: &str) -> Result<Zeroizing<String>, Failure> {
    if !from_stdin {
        return rpassword::prompt_password(prompt).map(Zeroizing::new).map_err(|why| Failure::io("terminal", &why));
    }
    let mut line = Zeroizing::new(String::with_capacity(256));
    let mut stdin = std::io::stdin().lock();
    stdin.read_line(&mut line).map_err(|why| Failure::io("stdin", &why))?;
    while line.ends_with(['\n', '\r']) {
        line.pop();
    }
    Ok(line)
}
