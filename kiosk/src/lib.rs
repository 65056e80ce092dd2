//! Kiosk (窓口端末): what people see at the counter and what the municipality keeps.

#![forbid(unsafe_code)]

pub mod alive;
pub mod apart;
pub mod app;
pub mod case;
pub mod clock;
pub mod code_b;
pub mod command;
pub mod config;
pub mod counter;
pub mod form;
pub mod household;
pub mod log;
pub mod memory;
pub mod paper;
pub mod practice;
pub mod qr;
pub mod reader;
pub mod report;
pub mod scanner;
pub mod screen;
pub mod service;
pub mod sound;
pub mod store;
pub mod text;
pub mod theme;
pub mod trouble;
pub mod visit;
pub mod widget;
