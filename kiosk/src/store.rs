//! The store (記録): one encrypted file with the journal and what follows from it.

pub mod journal;
