//! Back and again (戻る・もう一度): where a step back leads, and where a second try begins.

use super::{Order, Stage, Visit};
use crate::form::PageId;
use crate::service::Service;
use crate::trouble::Kind;

impl Visit {
    pub(super) fn back(&mut self, service: Option<&dyn Service>) -> Vec<Order> {
        match &self.stage {
            Stage::Notice if self.known.facts => self.go(Stage::Another),
            Stage::Another => match self.known.recorded {
                Some(number) => self.go(Stage::Done { number }),
                None => vec![Order::End { abandoned: false }],
            },
            Stage::Notice | Stage::NoCard => vec![Order::End { abandoned: true }],
            Stage::Place | Stage::Pin { .. } | Stage::Lifted { .. } | Stage::Still { .. } => self.go(Stage::Notice),
            Stage::Trouble { trouble, .. } if trouble.kind == Kind::Stop => vec![Order::End { abandoned: true }],
            Stage::Code { .. } => self.back_from_code(),
            Stage::Blocked(_) | Stage::Trouble { .. } => match self.service {
                Some(_) => self.go(Stage::Notice),
                None => vec![Order::End { abandoned: true }],
            },
            Stage::Confirm => {
                // The facts would have to be read again: back means not me.
                vec![Order::End { abandoned: true }]
            }
            Stage::Resume => {
                self.known.confirmed = false;
                self.go(Stage::Confirm)
            }
            Stage::Ask { .. } if self.changing.take().is_some() => self.next(service),
            Stage::Ask { page, .. } => {
                let page = page.clone();
                self.reopen_before(Some(&page), service)
            }
            Stage::Check { .. } => self.reopen_before(None, service),
            Stage::Prompt { .. } => vec![Order::End { abandoned: true }],
            Stage::Welcome
            | Stage::Reading { .. }
            | Stage::Working
            | Stage::Done { .. }
            | Stage::Asking
            | Stage::Said { .. } => vec![],
        }
    }

    /// Opens the page passed before `page`; its answer stays.
    fn reopen_before(&mut self, page: Option<&PageId>, service: Option<&dyn Service>) -> Vec<Order> {
        if let Some(page) = page {
            self.known.passed.retain(|passed| passed != page);
        }
        match self.known.passed.pop() {
            Some(_) => self.next(service),
            None => {
                self.known.confirmed = false;
                self.go(Stage::Confirm)
            }
        }
    }

    pub(super) fn again(&mut self, service: Option<&dyn Service>) -> Vec<Order> {
        if self.service.is_none() {
            return self.go(Stage::Welcome);
        }
        if self.known.facts {
            self.next(service)
        } else if self.known.noticed {
            self.ask_card()
        } else {
            self.go(Stage::Notice)
        }
    }
}
