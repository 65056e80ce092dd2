//! The power cord (停電): a recording process that is killed, a disk that refuses, and a judge who counts for itself.
//!
//! `power-writer` records through the real store on a real file. The preloaded library `examples/power-cord` stands
//! between it and its folder. The judge knows from the writer's answers, which come over a pipe, what must be there.

pub mod account;
pub mod claims;
pub mod cord;
pub mod damage;
pub mod disk;
pub mod faults;
pub mod judge;
pub mod lot;
pub mod receptions;
pub mod rig;
