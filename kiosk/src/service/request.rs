//! A request made with a form pack (申請): notice, card, person, the pack's pages, check, record.
