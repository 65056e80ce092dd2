//! Our own register (この端末の台帳): the embedded database decides by the rules of `config/library.toml`.

use super::{Register, Reply};
use crate::service::library::rules::Rules;
use crate::service::library::{Back, Line, Standing};
use crate::store::Store;
use crate::store::library::{Decided, Doing};

/// Tables of this terminal.
pub(super) struct Own<'a> {
    pub store: &'a Store,
    pub rules: &'a Rules,
}

fn reply<T>(decided: Decided<T>) -> Reply<T> {
    decided.map_err(|fault| fault.code())
}

impl Register for Own<'_> {
    fn standing(&mut self, number: &str) -> Reply<Standing> {
        reply(self.store.standing(number, self.rules))
    }

    fn lend(&mut self, doing: Doing<'_>, number: &str, item: &str) -> Reply<Line> {
        reply(self.store.lend(doing, number, item, self.rules))
    }

    fn give_back(&mut self, doing: Doing<'_>, item: &str) -> Reply<Back> {
        reply(self.store.give_back(doing, item, self.rules))
    }

    fn renew(&mut self, doing: Doing<'_>, number: &str, item: &str) -> Reply<Line> {
        reply(self.store.renew(doing, number, item, self.rules))
    }

    fn undo(&mut self, doing: Doing<'_>, _number: &str, item: &str) -> Reply<Back> {
        reply(self.store.give_back(doing, item, self.rules))
    }
}
