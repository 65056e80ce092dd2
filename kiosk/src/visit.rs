//! The visit (来庁): one person at the terminal now, numbered.
