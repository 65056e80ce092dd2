//! What the card may answer and what comes of it, command by command.

mod damage;
mod facts;
mod genuineness;
mod information;
mod made;
